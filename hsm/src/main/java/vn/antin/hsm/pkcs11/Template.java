package vn.antin.hsm.pkcs11;

import iaik.pkcs.pkcs11.wrapper.CK_ATTRIBUTE;
import java.util.EnumMap;
import java.util.Map;

/** Attributes to search by or to create with. Immutable: each method gives a new template. */
public final class Template {
    /** CKO_CERTIFICATE. */
    public static final long CERTIFICATE = 1;

    /** CKO_PUBLIC_KEY. */
    public static final long PUBLIC_KEY = 2;

    /** CKO_PRIVATE_KEY. */
    public static final long PRIVATE_KEY = 3;

    /** CKO_SECRET_KEY. */
    public static final long SECRET_KEY = 4;

    /** CKK_RSA. */
    public static final long RSA = 0x00;

    /** CKK_EC. */
    public static final long EC = 0x03;

    /** CKK_GENERIC_SECRET. */
    public static final long GENERIC_SECRET = 0x10;

    /** CKK_AES. */
    public static final long AES = 0x1F;

    /** CKK_EC_EDWARDS. */
    public static final long EC_EDWARDS = 0x40;

    private static final Template EMPTY = new Template(new EnumMap<>(Attribute.class));

    private final Map<Attribute, Object> values;

    private Template(Map<Attribute, Object> values) {
        this.values = values;
    }

    /** A template without attributes; as a search it finds everything. */
    public static Template empty() {
        return EMPTY;
    }

    /** A template of objects of this class. */
    public static Template ofClass(long objectClass) {
        return EMPTY.with(Attribute.CLASS, objectClass);
    }

    /** A template of keys of this class and type. */
    public static Template ofKey(long objectClass, long keyType) {
        return ofClass(objectClass).with(Attribute.KEY_TYPE, keyType);
    }

    /** With a yes or no. */
    public Template with(Attribute attribute, boolean value) {
        return put(attribute, value);
    }

    /** With a number. */
    public Template with(Attribute attribute, long value) {
        return put(attribute, value);
    }

    /** With bytes; the array is not copied and must not change. */
    public Template with(Attribute attribute, byte[] value) {
        return put(attribute, value);
    }

    /** With text, in UTF-8. */
    public Template with(Attribute attribute, String value) {
        return put(attribute, value.toCharArray());
    }

    private Template put(Attribute attribute, Object value) {
        var more = new EnumMap<Attribute, Object>(Attribute.class);
        more.putAll(values);
        more.put(attribute, value);
        return new Template(more);
    }

    CK_ATTRIBUTE[] toNative() {
        var all = new CK_ATTRIBUTE[values.size()];
        int i = 0;
        for (Map.Entry<Attribute, Object> each : values.entrySet()) {
            var one = new CK_ATTRIBUTE();
            one.type = each.getKey().code();
            one.pValue = each.getValue();
            all[i++] = one;
        }
        return all;
    }

    @Override
    public String toString() {
        return "Template" + values.keySet();
    }
}
