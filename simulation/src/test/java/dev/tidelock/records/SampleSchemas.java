package dev.tidelock.records;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Schemas as applications have them: a music store, a trading company, one with very many columns,
/// and one of all that is odd.
final class SampleSchemas {
  /// The statements that make each, by its name.
  static final SortedMap<String, List<String>> ALL =
      new TreeMap<>(
          Map.of("music", music(), "trade", trade(), "wide", List.of(wide()), "odd", odd()));

  private SampleSchemas() {}

  private static List<String> music() {
    return List.of(
        "CREATE TABLE Artist (ArtistId TEXT PRIMARY KEY, Name NVARCHAR(120))",
        "CREATE TABLE Album (AlbumId TEXT PRIMARY KEY, Title NVARCHAR(160) DEFAULT 'untitled',"
            + " ArtistId TEXT REFERENCES Artist (ArtistId) ON DELETE NO ACTION)",
        "CREATE TABLE Track (TrackId TEXT PRIMARY KEY, Name NVARCHAR(200), AlbumId TEXT,"
            + " Milliseconds INTEGER DEFAULT 0, UnitPrice NUMERIC(10,2) DEFAULT 0.99,"
            + " FOREIGN KEY (AlbumId) REFERENCES Album (AlbumId))",
        "CREATE INDEX IFK_TrackAlbumId ON Track (AlbumId)",
        "CREATE TABLE PlaylistTrack (PlaylistId TEXT NOT NULL, TrackId TEXT NOT NULL,"
            + " PRIMARY KEY (PlaylistId, TrackId))");
  }

  private static List<String> trade() {
    return List.of(
        "CREATE TABLE Customers (CustomerID TEXT PRIMARY KEY, CompanyName TEXT, Phone TEXT)",
        "CREATE TABLE \"Order Details\" (OrderID INTEGER NOT NULL, ProductID INTEGER NOT NULL,"
            + " UnitPrice NUMERIC DEFAULT 0, Quantity INTEGER DEFAULT 1, Discount REAL DEFAULT 0,"
            + " PRIMARY KEY (OrderID, ProductID))",
        "CREATE TABLE Employees (EmployeeID TEXT PRIMARY KEY, LastName TEXT, Photo BLOB,"
            + " ReportsTo TEXT REFERENCES Employees (EmployeeID) ON DELETE SET NULL)",
        "CREATE VIEW Bosses AS SELECT * FROM Employees WHERE ReportsTo IS NULL");
  }

  private static String wide() {
    return IntStream.range(0, 120)
        .mapToObj(i -> "c" + i + List.of(" TEXT", " INTEGER", " REAL DEFAULT 0.5", "").get(i % 4))
        .collect(Collectors.joining(", ", "CREATE TABLE wide (id TEXT PRIMARY KEY, ", ")"));
  }

  private static List<String> odd() {
    return List.of(
        "CREATE TABLE \"sel\"\"ect\" (\"gro up\" TEXT, b BLOB, \"'q\" TEXT DEFAULT 'it''s',"
            + " PRIMARY KEY (\"gro up\", b)) WITHOUT ROWID",
        "CREATE TABLE strict (k TEXT PRIMARY KEY, i INTEGER, r REAL, t TEXT, a ANY) STRICT",
        "CREATE TABLE fold (k TEXT COLLATE NOCASE PRIMARY KEY, v, w AS (upper(v)) VIRTUAL,"
            + " x TEXT AS (k || 'x') STORED)",
        "CREATE TABLE only (k REAL PRIMARY KEY)",
        "CREATE TABLE place (k TEXT PRIMARY KEY, spot TEXT UNIQUE, v TEXT)");
  }
}
