package vn.antin.gateway.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.gateway.consignment.ConsignmentRecord;
import vn.antin.gateway.consignment.DeliveryRecord;
import vn.antin.gateway.consignment.DeliveryState;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.exchange.EventRecord;
import vn.antin.gateway.exchange.Store;
import vn.antin.gateway.exchange.View;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.wire.ConsignmentView;
import vn.antin.sdk.wire.EventMessage;
import vn.antin.sdk.wire.EvidenceUpload;
import vn.antin.sdk.wire.Mailbox;
import vn.antin.sdk.wire.ProblemCode;

/** Inboxes, outboxes and consignments as their parties may see them. Thread-safe. */
public final class Mailboxes {
    /** Most items of one page. */
    static final int PAGE = 500;

    private final EndpointId self;
    private final Store store;

    /**
     * @param self this gateway
     * @param store durable state
     */
    public Mailboxes(EndpointId self, Store store) {
        this.self = self;
        this.store = store;
    }

    /** What came in for the caller after a position. */
    public Mailbox.InboxPage inbox(Caller caller, long after) {
        return store.read(view -> {
            List<Mailbox.InboxItem> items = new ArrayList<>();
            for (DeliveryRecord delivery :
                    view.consignments().inbox(caller.endpoint(), after, PAGE)) {
                if (delivery.gateway().equals(self)) {
                    items.add(inboxItem(view, delivery));
                }
            }
            return new Mailbox.InboxPage(items);
        });
    }

    private static Mailbox.InboxItem inboxItem(View view, DeliveryRecord delivery) {
        ConsignmentRecord consignment =
                view.consignments().consignment(delivery.consignment()).orElseThrow();
        ConsignmentNote note = consignment.note();
        return new Mailbox.InboxItem(
                delivery.position(),
                note.id(),
                note.sender(),
                name(view, note.sender()),
                note.label().level(),
                note.urgency(),
                note.sentAt(),
                consignment.acceptedAt(),
                note.receiptDeadline(),
                state(delivery.state()));
    }

    /** What the caller sent after a position. */
    public Mailbox.OutboxPage outbox(Caller caller, long after) {
        return store.read(view ->
                new Mailbox.OutboxPage(
                        view.consignments().outbox(caller.endpoint(), after, PAGE).stream()
                                .map(consignment -> outboxItem(view, consignment))
                                .toList()));
    }

    private static Mailbox.OutboxItem outboxItem(View view, ConsignmentRecord consignment) {
        ConsignmentNote note = consignment.note();
        return new Mailbox.OutboxItem(
                consignment.position(),
                note.id(),
                note.label().level(),
                note.urgency(),
                note.sentAt(),
                note.receiptDeadline(),
                states(view, view.consignments().deliveries(note.id())));
    }

    /**
     * Everything about a consignment that the caller is party to: the sender sees all recipients, a
     * recipient or a recipient's gateway only the own line.
     *
     * @throws Refused NOT_FOUND for anyone else
     */
    public ConsignmentView consignment(Caller caller, String id) {
        return store.<Optional<ConsignmentView>>read(view -> consignment(view, caller, id))
                .orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "consignment", id));
    }

    private static Optional<ConsignmentView> consignment(View view, Caller caller, String id) {
        Optional<ConsignmentRecord> found = view.consignments().consignment(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ConsignmentNote note = found.get().note();
        List<DeliveryRecord> deliveries =
                view.consignments().deliveries(id).stream()
                        .filter(d -> mayFollow(caller, note, d))
                        .toList();
        if (deliveries.isEmpty()) {
            return Optional.empty();
        }
        List<EndpointId> shown = deliveries.stream().map(DeliveryRecord::recipient).toList();
        return Optional.of(
                new ConsignmentView(
                        id,
                        note.toBytes(),
                        view.consignments().outerSignature(id).orElseThrow(),
                        states(view, deliveries),
                        view.evidence().receipts(id).stream()
                                .filter(r ->
                                        r.evidence().recipient().map(shown::contains).orElse(true))
                                .toList(),
                        view.consignments().signedReceipts(id).stream()
                                .filter(s -> shown.contains(s.recipient()))
                                .map(s ->
                                        new EvidenceUpload.RecipientReceipt(
                                                s.recipient(), s.receipt()))
                                .toList()));
    }

    private static boolean mayFollow(Caller caller, ConsignmentNote note, DeliveryRecord delivery) {
        EndpointId who = caller.endpoint();
        return note.sender().equals(who)
                || delivery.recipient().equals(who)
                || (caller.isGateway()
                        && (delivery.gateway().equals(who)
                                || note.sender().organization().equals(who.organization())));
    }

    /** News for the caller after a sequence number. */
    public List<EventMessage> events(EndpointId endpoint, long after) {
        List<EventRecord> events = store.read(view -> view.events().after(endpoint, after, PAGE));
        return events.stream()
                .map(e ->
                        new EventMessage(
                                e.sequence(),
                                EventMessage.Kind.valueOf(
                                        e.kind().toUpperCase(java.util.Locale.ROOT)),
                                e.consignment(),
                                e.event()))
                .toList();
    }

    private static List<Mailbox.RecipientState> states(View view, List<DeliveryRecord> deliveries) {
        return deliveries.stream()
                .map(d ->
                        new Mailbox.RecipientState(
                                d.recipient(),
                                name(view, d.recipient()),
                                state(d.state()),
                                d.changedAt(),
                                d.sequence()))
                .toList();
    }

    static String name(View view, EndpointId id) {
        return view.directory().endpoint(id).map(EndpointRecord::name).orElse(id.toString());
    }

    private static Mailbox.DeliveryState state(DeliveryState state) {
        return switch (state) {
            case NEW, ACCEPTED -> Mailbox.DeliveryState.ACCEPTED;
            case RELAYED -> Mailbox.DeliveryState.RELAYED;
            case CONSIGNED -> Mailbox.DeliveryState.DELIVERED;
            case HANDED_OVER -> Mailbox.DeliveryState.HANDED_OVER;
            case RELAY_REFUSED, REJECTED -> Mailbox.DeliveryState.REJECTED;
            case RELAY_FAILED, CONSIGNMENT_FAILED, HANDOVER_FAILED -> Mailbox.DeliveryState.FAILED;
        };
    }
}
