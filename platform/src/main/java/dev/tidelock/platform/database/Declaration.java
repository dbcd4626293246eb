package dev.tidelock.platform.database;

import dev.tidelock.core.record.ForeignKey;
import dev.tidelock.platform.database.Tokens.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What only the text of a `CREATE TABLE` tells, and no pragma does.
///
/// @param collations the collations that columns declare, by folded names
/// @param references when each foreign key is checked, in the order of the text
/// @param autoincrement whether the key is one that never comes again
record Declaration(
    Map<String, String> collations, List<ForeignKey.Check> references, boolean autoincrement) {
  /// Reads a text that SQLite has accepted.
  static Declaration of(String sql) {
    Map<String, String> collations = new HashMap<>();
    List<ForeignKey.Check> references = new ArrayList<>();
    boolean autoincrement = false;
    for (List<Token> part : parts(Tokens.of(sql))) {
      autoincrement |= part.stream().anyMatch(token -> token.is("AUTOINCREMENT"));
      references(part, references);
      if (!isConstraint(part)) {
        collation(part).ifPresent(name -> collations.put(Sql.folded(part.getFirst().text()), name));
      }
    }
    return new Declaration(collations, references, autoincrement);
  }

  /// The parts between the outer parentheses, each without what is in inner ones.
  private static List<List<Token>> parts(List<Token> tokens) {
    List<List<Token>> parts = new ArrayList<>();
    List<Token> part = new ArrayList<>();
    int depth = 0;
    for (Token token : tokens) {
      if (token.is(")")) {
        depth--;
      }
      if (depth == 1 && token.is(",")) {
        parts.add(part);
        part = new ArrayList<>();
      } else if (depth == 1 && !token.is(")")) {
        part.add(token);
      }
      if (token.is("(")) {
        depth++;
      }
    }
    parts.add(part);
    parts.removeIf(List::isEmpty);
    return parts;
  }

  private static boolean isConstraint(List<Token> part) {
    Token first = part.getFirst();
    return first.kind() == Tokens.Kind.WORD
        && (first.is("CONSTRAINT")
            || first.is("PRIMARY")
            || first.is("UNIQUE")
            || first.is("CHECK")
            || first.is("FOREIGN"));
  }

  /// The collation of a column. The last of several counts.
  private static Optional<String> collation(List<Token> part) {
    for (int i = part.size() - 2; i > 0; i--) {
      if (part.get(i).is("COLLATE")) {
        return Optional.of(part.get(i + 1).text());
      }
    }
    return Optional.empty();
  }

  private static void references(List<Token> part, List<ForeignKey.Check> references) {
    for (int i = 1; i < part.size(); i++) {
      Token token = part.get(i);
      if (token.is("REFERENCES")) {
        references.add(ForeignKey.Check.IMMEDIATE);
      } else if (!references.isEmpty() && token.is("DEFERRABLE")) {
        boolean deferred =
            !part.get(i - 1).is("NOT")
                && i + 2 < part.size()
                && part.get(i + 1).is("INITIALLY")
                && part.get(i + 2).is("DEFERRED");
        references.set(
            references.size() - 1,
            deferred ? ForeignKey.Check.DEFERRED : ForeignKey.Check.IMMEDIATE);
      }
    }
  }
}
