package dev.tidelock.engine.naming;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.DatabaseImages;
import dev.tidelock.engine.port.FileFailure;
import java.util.Optional;

/// The databases on a disk, by the names that [NamedFiles] gives them.
public final class NamedImages implements DatabaseImages {
  private final DatabaseImages images;
  private final NamedFiles files;

  /// @param images the databases by the disk's own names
  /// @param files the disk
  public NamedImages(DatabaseImages images, NamedFiles files) {
    this.images = images;
    this.files = files;
  }

  @Override
  public Optional<Image> capture(TreePath file) {
    TreePath place = files.placeOf(file);
    return images
        .capture(place)
        .map(image -> image.file().equals(place) ? new InPlace(image, file) : image);
  }

  @Override
  public boolean isSideFile(TreePath file) {
    try {
      return images.isSideFile(files.placeOf(file));
    } catch (FileFailure _) {
      return true;
    }
  }

  @Override
  public boolean replaceable(TreePath file) {
    return images.replaceable(files.placeOf(file));
  }

  @Override
  public boolean placeable(TreePath file) {
    return images.placeable(files.placeOf(file));
  }

  /// An image that is the database itself.
  private record InPlace(Image image, TreePath file) implements Image {
    @Override
    public boolean intact() {
      return image.intact();
    }

    @Override
    public void close() {
      image.close();
    }
  }
}
