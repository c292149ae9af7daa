package vn.antin.gateway.intake;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.crypto.seal.Recipient;
import vn.antin.gateway.directory.Directory;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.directory.PeerRecord;
import vn.antin.policies.decision.Decision;
import vn.antin.policies.decision.Facts;
import vn.antin.policies.decision.Link;
import vn.antin.policies.decision.Obligation;
import vn.antin.policies.decision.Party;
import vn.antin.policies.decision.PolicyEngine;
import vn.antin.policies.decision.Reason;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;
import vn.antin.policies.rule.Act;
import vn.antin.policies.rule.ChannelProfile;
import vn.antin.policies.rule.Condition;
import vn.antin.policies.rule.RulePack;

/**
 * Gathers the facts about both parties and the way between them, and asks the rules. Thread-safe.
 *
 * <p>Each gateway decides with what it knows: the sender's gateway decides the sending, with the
 * recipient as its own gateway publishes it; the recipient's gateway decides the taking in. Where
 * both are the same gateway, it decides both.
 */
public final class PolicyDesk {
    /** The calendar of the law. */
    public static final ZoneId CALENDAR = ZoneId.of("Asia/Ho_Chi_Minh");

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("dd/MM/uuuu HH:mm:ss xxx", Locale.ROOT).withZone(CALENDAR);

    private static final Set<String> OF_SIGNING =
            Set.of(
                    new Condition.ProviderApproved().code(),
                    new Condition.PackInForce().code(),
                    new Condition.MarkedInExercise().code(),
                    new Condition.UnmarkedInProduction().code());

    private static final Party STRANGER = new Party(Optional.empty(), Set.of(), false, false, "");

    private final RulePack pack;
    private final EndpointId self;
    private final boolean exercise;
    private final Providers providers;

    /**
     * @param pack the rules
     * @param self this gateway
     * @param exercise whether this is a trial installation
     * @param providers the approval of the cipher module
     */
    public PolicyDesk(RulePack pack, EndpointId self, boolean exercise, Providers providers) {
        this.pack = pack;
        this.self = self;
        this.exercise = exercise;
        this.providers = providers;
    }

    /** What the rules say. */
    public sealed interface Judgement {
        /** Permitted for every recipient. */
        record Cleared(ClearedSubmission submission) implements Judgement {}

        /** Denied, with all reasons for all recipients. */
        record Denied(List<Reason> reasons) implements Judgement {
            /** Copies the list. */
            public Denied {
                reasons = List.copyOf(reasons);
            }
        }
    }

    /** The pack's name as it stands in evidence. */
    public String policy() {
        return pack.name();
    }

    /**
     * Judges a submission for every recipient that concerns this gateway.
     *
     * @param nested whether its envelope is in a quantum-safe one, or is not here yet to be seen
     */
    public Judgement judge(Submission submission, boolean nested, Directory directory, Instant at) {
        Set<Reason> reasons = new LinkedHashSet<>();
        Map<EndpointId, List<Obligation>> obligations = new HashMap<>();
        for (Recipient recipient : submission.here()) {
            Facts facts =
                    facts(submission.note(), recipient.endpoint(), directory, at).inLayers(nested);
            List<Obligation> duties = new ArrayList<>();
            for (Act act : acts(submission, recipient)) {
                switch (PolicyEngine.decide(pack, act, facts)) {
                    case Decision.Permit permit -> duties.addAll(permit.obligations());
                    case Decision.Deny deny -> reasons.addAll(deny.reasons());
                }
            }
            obligations.put(recipient.endpoint(), duties);
        }
        return reasons.isEmpty()
                ? new Judgement.Cleared(new ClearedSubmission(submission, policy(), obligations))
                : new Judgement.Denied(List.copyOf(reasons));
    }

    /**
     * Judges one act on a consignment that is here: opening it, or signing for it. Its layers were
     * looked at when it was taken in.
     */
    public Decision judge(
            Act act, ConsignmentNote note, EndpointId recipient, Directory directory, Instant at) {
        return PolicyEngine.decide(pack, act, facts(note, recipient, directory, at).inLayers(true));
    }

    /**
     * Why this gateway may not sign something with such a label by its own keys now: what the rules
     * for sending say of the label and of the cipher module. Empty when it may.
     */
    public List<Reason> againstSigning(SecurityLabel label, Instant at) {
        Link own = new Link(Optional.empty(), true, providers.approval(label.level(), at));
        Facts facts =
                new Facts(
                        LocalDate.ofInstant(at, CALENDAR),
                        label,
                        STRANGER,
                        STRANGER,
                        own,
                        exercise);
        return switch (PolicyEngine.decide(pack, Act.SEND, facts)) {
            case Decision.Permit permit -> List.of();
            case Decision.Deny deny ->
                    deny.reasons().stream().filter(r -> OF_SIGNING.contains(r.code())).toList();
        };
    }

    /** Whether signing for it is entered in the hand-over register; when in doubt, it is. */
    public boolean registersHandOver(
            ConsignmentNote note, EndpointId recipient, Directory directory, Instant at) {
        return switch (judge(Act.ACKNOWLEDGE, note, recipient, directory, at)) {
            case Decision.Permit permit ->
                    permit.obligations()
                            .contains(new Obligation.Register(Obligation.Book.HANDOVER));
            case Decision.Deny deny -> note.label().level() != Level.KHONG_MAT;
        };
    }

    private List<Act> acts(Submission submission, Recipient recipient) {
        if (submission.relayed()) {
            return List.of(Act.RECEIVE);
        }
        return recipient.gateway().equals(self)
                ? List.of(Act.SEND, Act.RECEIVE)
                : List.of(Act.SEND);
    }

    private Facts facts(
            ConsignmentNote note, EndpointId recipient, Directory directory, Instant at) {
        LocalDate on = LocalDate.ofInstant(at, CALENDAR);
        return new Facts(
                on,
                note.label(),
                party(note.sender(), directory, on),
                party(recipient, directory, on),
                link(note, recipient, directory, at),
                exercise,
                note.urgency().code());
    }

    private Party party(EndpointId id, Directory directory, LocalDate on) {
        Optional<EndpointRecord> found = directory.endpoint(id);
        if (found.isEmpty()) {
            return STRANGER;
        }
        EndpointRecord endpoint = found.get();
        return new Party(
                endpoint.clearance(),
                endpoint.roles(),
                endpoint.active() && peerActive(id, directory),
                endpoint.deviceInspectedUntil().map(last -> !on.isAfter(last)).orElse(false),
                endpoint.premises());
    }

    private boolean peerActive(EndpointId id, Directory directory) {
        return id.organization().equals(self.organization())
                || directory.peer(id.organization()).map(PeerRecord::active).orElse(false);
    }

    private Link link(ConsignmentNote note, EndpointId recipient, Directory directory, Instant at) {
        EndpointId far =
                note.sender().organization().equals(self.organization())
                        ? recipient
                        : note.sender();
        Optional<String> profile;
        boolean samePremises;
        if (far.organization().equals(self.organization())) {
            samePremises =
                    directory
                            .endpoint(note.sender())
                            .flatMap(sender ->
                                    directory
                                            .endpoint(recipient)
                                            .map(to -> to.premises().equals(sender.premises())))
                            .orElse(false);
            profile = samePremises ? Optional.of(ChannelProfile.LAN_DOC_LAP) : Optional.empty();
        } else {
            Optional<PeerRecord> peer = directory.peer(far.organization());
            profile = peer.filter(PeerRecord::active).map(PeerRecord::channelProfile);
            samePremises = profile.filter(ChannelProfile.LAN_DOC_LAP::equals).isPresent();
        }
        Optional<String> allowed = profile.filter(note.channels()::contains);
        return new Link(allowed, samePremises, providers.approval(note.label().level(), at));
    }

    /** Date and time as people here read them, with the offset from UTC. */
    public static String local(Instant when) {
        return LOCAL.format(when);
    }
}
