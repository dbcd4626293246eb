package dev.tidelock.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.commit.Note;
import dev.tidelock.core.name.TreePath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowNotesTest {
  private static Note note(Note.Kind kind, String detail) {
    return new Note(kind, TreePath.ROOT, detail);
  }

  @Test
  void countsOfOneKindAndTableAreOne() {
    Note file = new Note(Note.Kind.EDIT_SURVIVED, TreePath.parse("a"), "3 of x");
    Note schema = note(Note.Kind.SCHEMA_DECIDED, "app.t.c: both changed it");
    List<Note> notes =
        List.of(
            note(Note.Kind.ROWS_MERGED, "3 of app.t"),
            file,
            note(Note.Kind.ROWS_MERGED, "4 of app.t"),
            note(Note.Kind.ROWS_MERGED, "1 of app.u"),
            note(Note.Kind.ROWS_DECIDED, "1 of app.t"),
            schema,
            schema,
            file);

    assertThat(RowNotes.joined(notes))
        .containsExactly(
            file,
            file,
            note(Note.Kind.ROWS_MERGED, "7 of app.t"),
            note(Note.Kind.ROWS_MERGED, "1 of app.u"),
            note(Note.Kind.ROWS_DECIDED, "1 of app.t"),
            schema);
  }

  @Test
  void notesOfRowsAreFew() {
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      notes.add(note(Note.Kind.ROWS_MERGED, "1 of app.t" + i));
    }

    assertThat(RowNotes.joined(notes)).hasSize(40);
  }
}
