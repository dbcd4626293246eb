import org.jspecify.annotations.NullMarked;

/// Three-way merge of JSON and YAML documents that keeps what it does not touch.
@NullMarked
module dev.tidelock.structured {
  requires static org.jspecify;
  requires transitive dev.tidelock.core;
  requires org.snakeyaml.engine;
  requires tools.jackson.core;

  exports dev.tidelock.structured;
}
