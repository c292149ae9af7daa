package vn.antin.crypto.inspect;

import java.util.Optional;
import vn.antin.policies.label.xml.LabelProblem;
import vn.antin.policies.label.xml.LabelXml;
import vn.antin.policies.label.xml.PortableLabel;
import vn.antin.policies.label.xml.SpifSummary;

/** A label in XML, alone or bound to files, and the policy that labels come from. */
final class LabelParts {
    private LabelParts() {}

    static Optional<Part> of(byte[] file) {
        try {
            LabelXml.Read read = LabelXml.read(file);
            PortableLabel label = read.label();
            Part.Builder part = Part.of(Kind.LABEL_XML).time(Name.CREATED_AT, label.created());
            SignatureParts.label(part, label.label());
            label.ends().ifPresent(end -> part.time(Name.SECRET_UNTIL, end));
            part.time(Name.REVIEW_AT, label.review());
            for (LabelXml.DataReference each : read.references()) {
                part.text(Name.LABELLED_FILE, each.uri());
            }
            return Optional.of(part.build());
        } catch (LabelProblem e) {
            return policy(file);
        }
    }

    private static Optional<Part> policy(byte[] file) {
        try {
            SpifSummary spif = SpifSummary.read(file);
            return Optional.of(
                    Part.of(Kind.SECURITY_POLICY)
                            .text(Name.POLICY_NAME, spif.policy())
                            .text(Name.POLICY_ID, spif.id())
                            .text(Name.VERSION, spif.version())
                            .text(Name.LEVELS, String.join("; ", spif.levels()))
                            .text(Name.POLICY_MARKS, String.join("; ", spif.marks()))
                            .build());
        } catch (LabelProblem e) {
            return Optional.empty();
        }
    }
}
