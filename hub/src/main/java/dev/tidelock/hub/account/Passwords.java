package dev.tidelock.hub.account;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Randomness;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Passwords as Argon2id hashes (RFC 9106) of 64 MiB and three passes, in the usual text form
/// `$argon2id$v=19$m=65536,t=3,p=1$SALT$HASH`. Two are made at once and a few may wait, so memory
/// is bounded. Safe for use by any thread.
public final class Passwords implements AutoCloseable {
  /// The shortest password in characters.
  public static final int MIN_LENGTH = 8;

  /// The longest password in characters.
  public static final int MAX_LENGTH = 1024;

  private static final int MEMORY_KIB = 64 << 10;
  private static final int PASSES = 3;
  private static final int SALT_SIZE = 16;
  private static final int HASH_SIZE = 32;
  private static final String PREFIX = "$argon2id$v=19$m=65536,t=3,p=1$";
  private static final int AT_ONCE = 2;
  private static final int WAITING = 32;

  private final Randomness randomness;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("hub-passwords-", 0).daemon().factory());

  /// @param randomness for salts
  public Passwords(Randomness randomness) {
    this.randomness = randomness;
    threads.allowCoreThreadTimeOut(true);
  }

  /// Whether a password is neither too short nor too long.
  public static boolean isLongEnough(String password) {
    return password.length() >= MIN_LENGTH && password.length() <= MAX_LENGTH;
  }

  /// The hash of a password, with a fresh salt.
  ///
  /// @throws RejectedExecutionException if too many wait already
  public String hash(String password) {
    Bytes salt = randomness.next(SALT_SIZE);
    return PREFIX + text(salt) + "$" + text(compute(password, salt));
  }

  /// Whether a hash is that of a password. Takes as long for any hash.
  ///
  /// @throws RejectedExecutionException if too many wait already
  public boolean matches(String password, String hash) {
    int end = hash.indexOf('$', PREFIX.length());
    if (!hash.startsWith(PREFIX) || end < 0) {
      throw new IllegalStateException("a stored password is not an Argon2id hash");
    }
    Bytes salt = bytes(hash.substring(PREFIX.length(), end));
    Bytes expected = bytes(hash.substring(end + 1));
    return MessageDigest.isEqual(expected.toByteArray(), compute(password, salt).toByteArray());
  }

  private Bytes compute(String password, Bytes salt) {
    return on(() -> {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(MEMORY_KIB)
              .withIterations(PASSES)
              .withParallelism(1)
              .withSalt(salt.toByteArray())
              .build());
      byte[] result = new byte[HASH_SIZE];
      generator.generateBytes(Bytes.utf8(password).toByteArray(), result);
      return Bytes.wrap(result);
    });
  }

  private Bytes on(Supplier<Bytes> work) {
    try {
      return threads.submit(work::get).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RejectedExecutionException("the hub is stopping", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Argon2id failed", e);
    }
  }

  private static String text(Bytes bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  private static Bytes bytes(String text) {
    return Bytes.wrap(Base64.getDecoder().decode(text));
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
