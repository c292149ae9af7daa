package vn.antin.hsm.token;

import java.util.HexFormat;
import java.util.Optional;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Template;

/**
 * What an object is searched by.
 *
 * @param objectClass CKO
 * @param id CKA_ID in hexadecimal
 */
public record ObjectName(long objectClass, Optional<String> label, Optional<String> id) {
    /** By label. */
    public static ObjectName ofLabel(long objectClass, String label) {
        return new ObjectName(objectClass, Optional.of(label), Optional.empty());
    }

    /** By CKA_ID. */
    public static ObjectName ofId(long objectClass, byte[] id) {
        return new ObjectName(
                objectClass, Optional.empty(), Optional.of(HexFormat.of().formatHex(id)));
    }

    /** As a search. */
    public Template template() {
        Template template = Template.ofClass(objectClass);
        if (label.isPresent()) {
            template = template.with(Attribute.LABEL, label.get());
        }
        if (id.isPresent()) {
            template = template.with(Attribute.ID, HexFormat.of().parseHex(id.get()));
        }
        return template;
    }

    @Override
    public String toString() {
        return label.map(l -> "label \"" + l + "\"").orElse("")
                + id.map(i -> " identifier " + i).orElse("");
    }
}
