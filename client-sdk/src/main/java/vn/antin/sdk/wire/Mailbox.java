package vn.antin.sdk.wire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.document.Urgency;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.label.Level;

/**
 * Pages of the inbox and of the outbox. A gateway never knows numbers, titles or abstracts, so none
 * stand here.
 */
public final class Mailbox {
    private Mailbox() {}

    /** How far a consignment has come on its way to one recipient. */
    public enum DeliveryState {
        /** The sender's gateway has it. */
        ACCEPTED,
        /** The recipient's gateway has it. */
        RELAYED,
        /** It waits in the recipient's inbox. */
        DELIVERED,
        /** The recipient has signed for it. */
        HANDED_OVER,
        /** A gateway or the recipient has refused it. */
        REJECTED,
        /** It could not be brought there in time. */
        FAILED
    }

    /**
     * A consignment that came in.
     *
     * @param seq position in this inbox, from 1
     * @param consignment its identifier
     * @param sender whose outer signature it has
     * @param senderName as in the sender's certificate
     * @param level outer mark
     * @param urgency urgency mark
     * @param sentAt by the sender's clock
     * @param arrivedAt by this gateway's clock
     * @param receiptDeadline until when it is to be signed for
     * @param state of this recipient
     */
    public record InboxItem(
            long seq,
            String consignment,
            EndpointId sender,
            String senderName,
            Level level,
            Urgency urgency,
            Instant sentAt,
            Instant arrivedAt,
            Optional<Instant> receiptDeadline,
            DeliveryState state) {
        /** The message. */
        public JsonObject toJson() {
            JsonObject.Builder json =
                    JsonObject.builder()
                            .put("seq", seq)
                            .put("consignment", consignment)
                            .put("sender", sender.toString())
                            .put("senderName", senderName)
                            .put("level", level.code())
                            .put("urgency", urgency.code())
                            .put("sentAt", sentAt)
                            .put("arrivedAt", arrivedAt)
                            .put("state", state.name());
            receiptDeadline.ifPresent(at -> json.put("receiptDeadline", at));
            return json.build();
        }

        static InboxItem fromJson(JsonObject json) {
            return new InboxItem(
                    Fields.notNegative(json, "seq"),
                    Fields.uuid(json, "consignment"),
                    Fields.endpoint(json, "sender"),
                    json.string("senderName"),
                    Fields.coded(json, "level", Level::ofCode),
                    Fields.coded(json, "urgency", Urgency::ofCode),
                    json.instant("sentAt"),
                    json.instant("arrivedAt"),
                    json.optionalInstant("receiptDeadline"),
                    Fields.constant(json, "state", DeliveryState.class));
        }
    }

    /**
     * Answer of {@link Api#inbox}.
     *
     * @param items by rising sequence number
     */
    public record InboxPage(List<InboxItem> items) {
        /** Copies the list. */
        public InboxPage {
            items = List.copyOf(items);
        }

        /** The message. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .putObjects("items", items.stream().map(InboxItem::toJson).toList())
                    .build();
        }

        /** Reads the message. */
        public static InboxPage fromJson(JsonObject json) {
            return new InboxPage(Fields.each(json, "items", InboxItem::fromJson));
        }
    }

    /**
     * State of one recipient of a consignment.
     *
     * @param recipient who
     * @param name as the directory knows it; the identifier when it does not
     * @param state how far it has come
     * @param since when this state was reached
     * @param sequence number of the consignment among those of this sender to this recipient
     */
    public record RecipientState(
            EndpointId recipient, String name, DeliveryState state, Instant since, long sequence) {
        /** The message. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("recipient", recipient.toString())
                    .put("name", name)
                    .put("state", state.name())
                    .put("since", since)
                    .put("sequence", sequence)
                    .build();
        }

        static RecipientState fromJson(JsonObject json) {
            return new RecipientState(
                    Fields.endpoint(json, "recipient"),
                    json.string("name"),
                    Fields.constant(json, "state", DeliveryState.class),
                    json.instant("since"),
                    json.integer("sequence"));
        }
    }

    /**
     * A consignment that was sent.
     *
     * @param seq position in this outbox, from 1
     * @param consignment its identifier
     * @param level outer mark
     * @param urgency urgency mark
     * @param sentAt by the sender's clock
     * @param receiptDeadline until when it is to be signed for
     * @param recipients one state each
     */
    public record OutboxItem(
            long seq,
            String consignment,
            Level level,
            Urgency urgency,
            Instant sentAt,
            Optional<Instant> receiptDeadline,
            List<RecipientState> recipients) {
        /** Copies the list. */
        public OutboxItem {
            recipients = List.copyOf(recipients);
        }

        /** The message. */
        public JsonObject toJson() {
            JsonObject.Builder json =
                    JsonObject.builder()
                            .put("seq", seq)
                            .put("consignment", consignment)
                            .put("level", level.code())
                            .put("urgency", urgency.code())
                            .put("sentAt", sentAt)
                            .putObjects(
                                    "recipients",
                                    recipients.stream().map(RecipientState::toJson).toList());
            receiptDeadline.ifPresent(at -> json.put("receiptDeadline", at));
            return json.build();
        }

        static OutboxItem fromJson(JsonObject json) {
            return new OutboxItem(
                    Fields.notNegative(json, "seq"),
                    Fields.uuid(json, "consignment"),
                    Fields.coded(json, "level", Level::ofCode),
                    Fields.coded(json, "urgency", Urgency::ofCode),
                    json.instant("sentAt"),
                    json.optionalInstant("receiptDeadline"),
                    Fields.each(json, "recipients", RecipientState::fromJson));
        }
    }

    /**
     * Answer of {@link Api#outbox}.
     *
     * @param items by rising sequence number
     */
    public record OutboxPage(List<OutboxItem> items) {
        /** Copies the list. */
        public OutboxPage {
            items = List.copyOf(items);
        }

        /** The message. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .putObjects("items", items.stream().map(OutboxItem::toJson).toList())
                    .build();
        }

        /** Reads the message. */
        public static OutboxPage fromJson(JsonObject json) {
            return new OutboxPage(Fields.each(json, "items", OutboxItem::fromJson));
        }
    }
}
