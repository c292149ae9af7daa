package vn.antin.cli.mail;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.antin.cli.io.Input;
import vn.antin.cli.io.Times;
import vn.antin.crypto.document.Attachment;
import vn.antin.crypto.document.DocumentCard;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.xml.LabelXml;
import vn.antin.policies.label.xml.LabelXml.DataReference;
import vn.antin.policies.label.xml.PortableLabel;
import vn.antin.sdk.OpenedDocument;
import vn.antin.sdk.spool.DurableFiles;

/** Writes the label of an opened document beside its files, for programs that read labels. */
final class LabelFile {
    private LabelFile() {}

    /** Writes it, for its owner only. */
    static void write(Path file, OpenedDocument opened) throws IOException {
        Input.requireNew(file);
        DurableFiles.write(
                file,
                LabelXml.bind(label(opened.card()), references(file, opened))
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** The label of a card; a term that ends before it begins is none. */
    static PortableLabel label(DocumentCard card) {
        Optional<Instant> ends =
                card.protectedUntil()
                        .map(day -> day.atStartOfDay(Times.VIETNAM).toInstant())
                        .filter(end -> card.level() != Level.KHONG_MAT)
                        .filter(end -> end.isAfter(card.issuedAt()));
        return new PortableLabel(card.label(), card.issuedAt(), ends);
    }

    private static List<DataReference> references(Path file, OpenedDocument opened) {
        Path from = file.toAbsolutePath().normalize().getParent();
        List<DataReference> references = new ArrayList<>();
        for (OpenedDocument.OpenedFile each : opened.files()) {
            Path at = opened.folder().toAbsolutePath().normalize().resolve(each.name());
            references.add(
                    new DataReference(
                            uri(from == null ? at : from.relativize(at)),
                            mediaType(opened.card(), each.name())));
        }
        return references;
    }

    /** A relative reference; every step is percent-encoded. */
    static String uri(Path relative) {
        StringBuilder uri = new StringBuilder();
        for (Path step : relative) {
            uri.append(uri.isEmpty() ? "" : "/")
                    .append(
                            URLEncoder.encode(step.toString(), StandardCharsets.UTF_8)
                                    .replace("+", "%20"));
        }
        return uri.toString();
    }

    /** A file may have been written under a harmless name, which the card does not know. */
    private static String mediaType(DocumentCard card, String name) {
        return card.attachments().stream()
                .filter(a -> a.name().equals(name))
                .map(Attachment::mediaType)
                .findFirst()
                .orElse("application/octet-stream");
    }
}
