/// Who may do what: passwords, tokens, and how often one may guess.
package dev.tidelock.hub.account;
