package vn.antin.sdk.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bytes.Digest;
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.ProblemCode;

/**
 * Uploads and downloads blobs in pieces, so that memory is bounded, every piece has a limit of
 * time, and a transfer that broke continues where it ended. Thread-safe.
 *
 * <p>Errors of local files are {@link IOException}s; all others are {@link GatewayException}s.
 */
public final class BlobTransfer {
    /** Bytes of one piece. */
    static final int PIECE = 8 << 20;

    private static final Duration PIECE_TIMEOUT = Duration.ofMinutes(3);
    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final HttpsTransport transport;

    /** Over this transport. */
    public BlobTransfer(HttpsTransport transport) {
        this.transport = transport;
    }

    /**
     * Uploads a blob of an admitted consignment; what the gateway has already is not sent again.
     *
     * @param blob SHA-256 of the file
     * @param file its bytes
     */
    public void upload(Digest blob, Path file, Progress progress) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            upload(blob, channel, progress);
        }
    }

    /** The same from a channel that is open already and stays open. */
    public void upload(Digest blob, FileChannel channel, Progress progress) throws IOException {
        long size = channel.size();
        long offset = offset(blob);
        int failures = 0;
        byte[] piece = new byte[(int) Math.min(PIECE, size)];
        while (offset < size) {
            progress.at(offset, size);
            try {
                long next = patch(blob, channel, offset, size, piece);
                failures = next > offset ? 0 : failures + 1;
                offset = next;
            } catch (GatewayException e) {
                failures++;
                if (failures >= ATTEMPTS || !worthAnother(e)) {
                    throw e;
                }
                HttpsTransport.pause(PAUSE.multipliedBy(failures));
                offset = offset(blob);
            }
            if (failures >= ATTEMPTS) {
                throw new GatewayMisbehaved(
                        GatewayMisbehaved.Reason.BAD_ANSWER, "the upload does not move", null);
            }
        }
        progress.at(size, size);
    }

    private static boolean worthAnother(GatewayException e) {
        return (e instanceof GatewayUnavailable u
                        && u.reason() != GatewayUnavailable.Reason.CERTIFICATE_REFUSED)
                || (e instanceof GatewayProblem p
                        && (p.code() == ProblemCode.OFFSET_MISMATCH
                                || p.code() == ProblemCode.UNAVAILABLE));
    }

    private long offset(Digest blob) {
        return transport
                .exchange(Call.head(Api.blob(blob)))
                .number(Api.UPLOAD_OFFSET)
                .orElseThrow(BlobTransfer::noOffset);
    }

    private long patch(Digest blob, FileChannel channel, long offset, long size, byte[] piece)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(piece);
        buffer.limit((int) Math.min(piece.length, size - offset));
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new IOException("the file became shorter while it was sent");
            }
        }
        return transport
                .exchange(
                        Call.patch(Api.blob(blob), Api.PARTIAL_UPLOAD, piece, buffer.limit())
                                .with(Api.UPLOAD_OFFSET, Long.toString(offset))
                                .with(Api.UPLOAD_LENGTH, Long.toString(size))
                                .within(PIECE_TIMEOUT))
                .number(Api.UPLOAD_OFFSET)
                .orElseThrow(BlobTransfer::noOffset);
    }

    private static GatewayMisbehaved noOffset() {
        return new GatewayMisbehaved(
                GatewayMisbehaved.Reason.BAD_ANSWER, "no " + Api.UPLOAD_OFFSET, null);
    }

    /**
     * Downloads a blob to {@code target}, through {@code target.part}, which a later call
     * continues. The target appears only when its digest is right.
     *
     * @param blob SHA-256 of the bytes
     * @param size of the blob
     */
    public void download(Digest blob, long size, Path target, Progress progress)
            throws IOException {
        if (Files.exists(target)) {
            if (digest(target).equals(blob)) {
                return;
            }
            Files.delete(target);
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        MessageDigest sha256 = Digest.newSha256();
        try (FileChannel channel =
                DurableFiles.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            long offset = resume(part, channel, size, sha256);
            while (offset < size) {
                progress.at(offset, size);
                byte[] piece = piece(blob, offset, size);
                sha256.update(piece);
                ByteBuffer buffer = ByteBuffer.wrap(piece);
                while (buffer.hasRemaining()) {
                    int written = channel.write(buffer, offset);
                    offset += written;
                }
            }
            channel.force(true);
        }
        if (!Digest.ofValue(sha256.digest()).equals(blob)) {
            Files.delete(part);
            throw new GatewayMisbehaved(
                    GatewayMisbehaved.Reason.DIGEST_MISMATCH,
                    "the blob that came is not " + blob.hex(),
                    null);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        progress.at(size, size);
    }

    private static long resume(Path part, FileChannel channel, long size, MessageDigest sha256)
            throws IOException {
        if (channel.size() > size) {
            FileChannel unused = channel.truncate(0);
        }
        update(sha256, part);
        return channel.size();
    }

    private static Digest digest(Path file) throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        update(sha256, file);
        return Digest.ofValue(sha256.digest());
    }

    private static void update(MessageDigest sha256, Path file) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
            }
        }
    }

    private byte[] piece(Digest blob, long offset, long size) {
        long last = Math.min(offset + PIECE, size) - 1;
        Call call =
                new Call(
                        "GET",
                        Api.blob(blob),
                        java.util.Map.of("Range", "bytes=" + offset + "-" + last),
                        java.util.Optional.empty(),
                        PIECE,
                        PIECE_TIMEOUT);
        Reply reply = answer(call, blob);
        boolean whole = offset == 0 && reply.status() == 200 && reply.body().length == size;
        boolean range =
                reply.status() == 206
                        && reply.body().length == last - offset + 1
                        && reply.headers()
                                .firstValue("Content-Range")
                                .orElse("")
                                .equals("bytes " + offset + "-" + last + "/" + size);
        if (!whole && !range && reply.status() / 100 == 2) {
            throw shorter(blob, null);
        }
        if (!whole && !range) {
            throw new GatewayMisbehaved(
                    GatewayMisbehaved.Reason.BAD_ANSWER, "not the range that was asked for", null);
        }
        return reply.body();
    }

    /** The note says how large it is: a gateway that has less to give has lost a part of it. */
    private Reply answer(Call call, Digest blob) {
        try {
            return transport.exchange(call);
        } catch (GatewayProblem e) {
            if (e.code() == ProblemCode.RANGE_NOT_SATISFIABLE) {
                throw shorter(blob, e);
            }
            throw e;
        }
    }

    private static GatewayMisbehaved shorter(Digest blob, @Nullable Throwable cause) {
        return new GatewayMisbehaved(
                GatewayMisbehaved.Reason.DIGEST_MISMATCH,
                "the blob " + blob.hex() + " has another size at the gateway",
                cause);
    }
}
