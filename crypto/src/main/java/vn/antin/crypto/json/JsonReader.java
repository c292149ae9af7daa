package vn.antin.crypto.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads one object with Jackson's streaming parser under limits. */
final class JsonReader {
    private static final int MAX_BYTES = 16 << 20;

    /** Values cost much more memory than the characters that they are written with. */
    private static final int MAX_VALUES = 1 << 18;

    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(32)
                                    .maxStringLength(MAX_BYTES)
                                    .maxNumberLength(20)
                                    .maxNameLength(256)
                                    .build())
                    .build();

    private final JsonParser parser;
    private int values;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    static JsonObject read(byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            throw new JsonException("more than 16 MiB of JSON");
        }
        String text = decode(utf8);
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonException("not a JSON object");
            }
            JsonObject object = new JsonReader(parser).object();
            if (parser.nextToken() != null) {
                throw new JsonException("something follows the JSON object");
            }
            return object;
        } catch (IOException e) {
            throw new JsonException("malformed JSON", e);
        }
    }

    private static String decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new JsonException("not UTF-8", e);
        }
    }

    private JsonObject object() throws IOException {
        JsonObject.Builder builder = JsonObject.builder();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            builder.add(key, value());
        }
        return builder.build();
    }

    private Object value() throws IOException {
        values++;
        if (values > MAX_VALUES) {
            throw new JsonException("more than 262144 values");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> list();
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new JsonException("null and fractions are not used here");
        };
    }

    private Long integer() throws IOException {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new JsonException("a whole number is out of range");
        }
        return parser.getLongValue();
    }

    private List<Object> list() throws IOException {
        List<Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value());
        }
        return List.copyOf(values);
    }
}
