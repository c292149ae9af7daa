package vn.antin.gateway.api;

import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.antin.crypto.bytes.Digest;
import vn.antin.gateway.intake.Refused;
import vn.antin.gateway.mailbox.BlobDesk;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.ProblemCode;

/** HEAD, PATCH and GET of ciphertexts; one range at a time (RFC 9110 14). Thread-safe. */
final class BlobAnswers {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,15})-([0-9]{0,15})");
    private static final int BUFFER = 64 << 10;

    private final BlobDesk blobs;

    BlobAnswers(BlobDesk blobs) {
        this.blobs = blobs;
    }

    void progress(Call call) {
        set(call, blobs.progress(call.caller(), digest(call)));
        call.answer(200);
    }

    void upload(Call call) throws IOException {
        call.requireType(Api.PARTIAL_UPLOAD);
        long offset = call.numberHeader(Api.UPLOAD_OFFSET);
        try (PacedInput body = call.paced()) {
            set(call, blobs.upload(call.caller(), digest(call), offset, body));
        }
        call.answer(204);
    }

    private static void set(Call call, BlobDesk.Progress progress) {
        call.set(Api.UPLOAD_OFFSET, progress.offset());
        call.set(Api.UPLOAD_LENGTH, progress.size());
    }

    void download(Call call) throws IOException {
        Digest digest = digest(call);
        try (FileChannel file = blobs.open(call.caller(), digest)) {
            long size = file.size();
            long from = 0;
            long to = size - 1;
            int status = 200;
            String range = call.header("Range").orElse("");
            Matcher matcher = RANGE.matcher(range);
            if (matcher.matches()) {
                from = Long.parseLong(matcher.group(1));
                if (!matcher.group(2).isEmpty()) {
                    to = Math.min(to, Long.parseLong(matcher.group(2)));
                }
                if (from >= size) {
                    call.set("Content-Range", "bytes */" + size);
                    throw Refused.of(ProblemCode.RANGE_NOT_SATISFIABLE, "blob", size);
                }
                if (from > to) {
                    throw Refused.of(ProblemCode.MALFORMED, "range", size);
                }
                status = 206;
                call.set("Content-Range", "bytes " + from + "-" + to + "/" + size);
            }
            send(call, file, status, from, to + 1 - from);
        }
    }

    private static void send(Call call, FileChannel file, int status, long from, long length)
            throws IOException {
        var exchange = call.exchange();
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, Api.OCTET_STREAM);
        exchange.getResponseHeaders().put(Headers.ACCEPT_RANGES, "bytes");
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.setResponseContentLength(length);
        byte[] bytes = new byte[BUFFER];
        long at = from;
        long left = length;
        try (OutputStream out = exchange.getOutputStream()) {
            while (left > 0) {
                int n = file.read(ByteBuffer.wrap(bytes, 0, (int) Math.min(BUFFER, left)), at);
                if (n < 0) {
                    throw new IOException("a stored blob became shorter");
                }
                out.write(bytes, 0, n);
                at += n;
                left -= n;
            }
        }
    }

    private static Digest digest(Call call) {
        String text = call.segment(1);
        if (!Digest.isText(text)) {
            throw Refused.of(ProblemCode.NOT_FOUND, "path");
        }
        return Digest.parse(text);
    }
}
