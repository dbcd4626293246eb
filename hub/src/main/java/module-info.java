import org.jspecify.annotations.NullMarked;

/// The server that devices sync through: accounts, projects, objects, heads, announcements.
@NullMarked
module dev.tidelock.hub {
  requires static org.jspecify;
  requires transitive dev.tidelock.engine;
  requires dev.tidelock.platform;
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;
  requires flyway.core;
  requires io.javalin;
  requires io.leangen.geantyref;
  requires java.sql;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.bouncycastle.provider;
  requires org.jdbi.v3.core;
  requires org.slf4j;
  requires org.xerial.sqlitejdbc;
  requires tools.jackson.databind;

  exports dev.tidelock.hub;
  exports dev.tidelock.hub.account;
  exports dev.tidelock.hub.report;
  exports dev.tidelock.hub.settings;
  exports dev.tidelock.hub.store;

  opens dev.tidelock.hub.http.message to
      tools.jackson.databind;
}
