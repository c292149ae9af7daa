package vn.antin.crypto.inspect;

import vn.antin.crypto.seal.BlobRef;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.crypto.seal.Recipient;

/** The consignment note. */
final class NoteParts {
    private NoteParts() {}

    static Part of(ConsignmentNote note) {
        Part.Builder part =
                Part.of(Kind.NOTE)
                        .text(Name.CONSIGNMENT, note.id())
                        .text(Name.SENDER, note.sender().toString())
                        .time(Name.SENT_AT, note.sentAt());
        SignatureParts.label(part, note.label());
        part.urgency(note.urgency())
                .text(Name.CHANNELS, String.join(", ", note.channels().stream().sorted().toList()));
        note.receiptDeadline().ifPresent(deadline -> part.time(Name.RECEIPT_DEADLINE, deadline));
        part.part(blob(Kind.ENVELOPE_FILE, note.envelope()));
        note.attachments().forEach(each -> part.part(blob(Kind.ATTACHMENT_FILE, each)));
        for (Recipient recipient : note.recipients()) {
            part.part(
                    Part.of(Kind.NOTE_RECIPIENT)
                            .text(Name.ENDPOINT, recipient.endpoint().toString())
                            .text(Name.GATEWAY, recipient.gateway().toString())
                            .text(Name.SEQUENCE, Long.toString(recipient.sequence()))
                            .build());
        }
        return part.build();
    }

    private static Part blob(Kind kind, BlobRef blob) {
        return Part.of(kind)
                .text(Name.SHA256, blob.sha256().hex())
                .size(Name.SIZE, blob.size())
                .build();
    }
}
