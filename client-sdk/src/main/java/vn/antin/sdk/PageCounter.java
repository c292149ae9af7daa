package vn.antin.sdk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * Media types and page counts of files. Sender and recipient count with the same rules, so that
 * both find the same number: pages of a PDF, one for an image, and for plain text a page for every
 * form feed and every sixty lines.
 */
final class PageCounter {
    private static final int LINES = 60;
    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("pdf", "application/pdf"),
                    Map.entry("png", "image/png"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("jpeg", "image/jpeg"),
                    Map.entry("gif", "image/gif"),
                    Map.entry("bmp", "image/bmp"),
                    Map.entry("txt", "text/plain"),
                    Map.entry("csv", "text/csv"),
                    Map.entry("md", "text/markdown"),
                    Map.entry("xml", "application/xml"),
                    Map.entry("json", "application/json"),
                    Map.entry("zip", "application/zip"),
                    Map.entry("doc", "application/msword"),
                    Map.entry(
                            "docx",
                            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                    Map.entry("odt", "application/vnd.oasis.opendocument.text"),
                    Map.entry("ods", "application/vnd.oasis.opendocument.spreadsheet"));

    private PageCounter() {}

    /** By the ending of the name; {@code application/octet-stream} when it is not known. */
    static String mediaType(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(ending, "application/octet-stream");
    }

    /**
     * The pages of a file; empty when this type has none.
     *
     * @throws SdkProblem FILE_UNREADABLE when it is not of the type that it should be
     */
    static OptionalInt count(Path file, String mediaType) throws IOException {
        if (mediaType.equals("application/pdf")) {
            return OptionalInt.of(pdf(file));
        }
        if (mediaType.startsWith("image/")) {
            return OptionalInt.of(1);
        }
        if (mediaType.equals("text/plain")) {
            return OptionalInt.of(text(file));
        }
        return OptionalInt.empty();
    }

    private static int pdf(Path file) {
        int pages;
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            pages = document.getNumberOfPages();
        } catch (IOException | RuntimeException e) {
            throw new SdkProblem(e, SdkProblem.Code.FILE_UNREADABLE, file);
        }
        if (pages < 1) {
            throw new SdkProblem(SdkProblem.Code.FILE_UNREADABLE, file);
        }
        return pages;
    }

    private static int text(Path file) throws IOException {
        int pages = 1;
        int lines = 0;
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (lines == LINES) {
                    pages++;
                    lines = 0;
                }
                if (c == '\f') {
                    pages++;
                    lines = 0;
                } else if (c == '\n') {
                    lines++;
                }
            }
        }
        return pages;
    }
}
