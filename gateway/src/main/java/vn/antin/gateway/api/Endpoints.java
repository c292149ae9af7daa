package vn.antin.gateway.api;

import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vn.antin.crypto.bc.tsp.TimeStampAuthority;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.kem.KemStatement;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.crypto.tlog.TilePath;
import vn.antin.gateway.directory.DirectoryDesk;
import vn.antin.gateway.directory.DirectoryStore;
import vn.antin.gateway.directory.EndpointStatus;
import vn.antin.gateway.enrol.EnrolmentDesk;
import vn.antin.gateway.enrol.KemKeyDesk;
import vn.antin.gateway.enrol.PeerDesk;
import vn.antin.gateway.enrol.RenewalDesk;
import vn.antin.gateway.enrol.SuspensionDesk;
import vn.antin.gateway.evidence.AgencySealDesk;
import vn.antin.gateway.evidence.TimeStampDesk;
import vn.antin.gateway.exchange.Exchange;
import vn.antin.gateway.exchange.ReceiptDesk;
import vn.antin.gateway.intake.PolicyDesk;
import vn.antin.gateway.intake.Refused;
import vn.antin.gateway.mailbox.Bell;
import vn.antin.gateway.mailbox.BlobDesk;
import vn.antin.gateway.mailbox.Mailboxes;
import vn.antin.gateway.mailbox.RegisterDesk;
import vn.antin.gateway.tlog.PublicLog;
import vn.antin.policies.clearance.Role;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.Deployment;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.sdk.wire.EvidenceUpload;
import vn.antin.sdk.wire.PeerCard;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.RegisterPage;
import vn.antin.sdk.wire.SealOrder;
import vn.antin.sdk.wire.SubmissionAnswer;
import vn.antin.sdk.wire.Suspension;
import vn.antin.sdk.wire.TrustBundle;

/**
 * Which part of the core answers which path: parses what came, calls, writes what goes. Holds no
 * rule of its own. Thread-safe.
 */
public final class Endpoints {
    private final Core core;

    /**
     * The parts that answer.
     *
     * @param self this gateway
     * @param exchange takes consignments in
     * @param receipts takes signed receipts and peers' evidence
     * @param mailboxes shows consignments to their parties
     * @param blobs takes and gives ciphertexts
     * @param registers shows register pages
     * @param directory shows endpoints
     * @param enrolments enrols
     * @param renewals gives new keys
     * @param suspensions suspends, lifts suspensions and revokes
     * @param kemKeys takes KEM keys
     * @param peers lists and adds peers
     * @param news told of a peer whose directory or revocation list changed
     * @param bundle what clients need to verify
     * @param deployment what this gateway says of itself now
     * @param log the public log
     * @param stamps gives time-stamps
     * @param seals puts the agency's seal on signatures
     * @param bell wakes event streams
     */
    public record Core(
            EndpointId self,
            Exchange exchange,
            ReceiptDesk receipts,
            Mailboxes mailboxes,
            BlobDesk blobs,
            RegisterDesk registers,
            DirectoryDesk directory,
            EnrolmentDesk enrolments,
            RenewalDesk renewals,
            SuspensionDesk suspensions,
            KemKeyDesk kemKeys,
            PeerDesk peers,
            Consumer<OrganizationId> news,
            Supplier<TrustBundle> bundle,
            Supplier<Deployment> deployment,
            PublicLog log,
            TimeStampDesk stamps,
            AgencySealDesk seals,
            Bell bell) {}

    private final InstantSource clock;

    private Endpoints(Core core, InstantSource clock) {
        this.core = core;
        this.clock = clock;
    }

    /**
     * All paths of the API.
     *
     * @param core the parts that answer
     * @param trust the trust of the moment
     * @param directory who may call
     * @param newcomer told of a peer that calls and whose revocation list is missing or too old
     * @param clock the time
     */
    public static Routes routes(
            Core core,
            Supplier<TrustStore> trust,
            DirectoryStore directory,
            Consumer<OrganizationId> newcomer,
            InstantSource clock) {
        Endpoints e = new Endpoints(core, clock);
        CallerCheck callers = new CallerCheck(core.self(), trust, directory, newcomer, clock);
        BlobAnswers blobs = new BlobAnswers(core.blobs());
        EventAnswers events = new EventAnswers(core.mailboxes(), core.bell(), callers);
        return new Routes(callers)
                .on("GET /healthz", e::health)
                .on("GET /trust", call -> call.answer(200, core.bundle().get().toJson()))
                .on("GET /directory", e::directory)
                .on("POST /news", e::news)
                .on("POST /enrolments", e::enrol)
                .on("POST /enrolments/*/proof", e::prove)
                .on("POST /endpoints/*/renewals", e::renew)
                .on("POST /endpoints/*/renewals/*/proof", e::proveRenewal)
                .on("POST /endpoints/*/suspension", e::suspend)
                .on("POST /endpoints/*/resumption", e::resume)
                .on("POST /endpoints/*/kem-key", e::kemKey)
                .on("GET /peers", e::peers)
                .on("POST /peers", e::addPeer)
                .on("POST /consignments", e::submit)
                .on("GET /consignments/*", e::consignment)
                .on("POST /consignments/*/receipt", e::acknowledge)
                .on("POST /consignments/*/evidence", e::evidence)
                .on("HEAD /blobs/*", blobs::progress)
                .on("PATCH /blobs/*", blobs::upload)
                .on("GET /blobs/*", blobs::download)
                .on("GET /inbox", e::inbox)
                .on("GET /outbox", e::outbox)
                .on("GET /events", events::stream)
                .on("GET /registers/*", e::register)
                .on("POST /tsa", e::stamp)
                .on("POST /countersignatures", e::seal)
                .on("GET /log/checkpoint", e::checkpoint)
                .on("GET /log/tile/**", e::tile);
    }

    private void health(Call call) {
        call.answer(
                200,
                new Api.Health(
                                core.self(),
                                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                                core.deployment().get())
                        .toJson());
    }

    private void directory(Call call) {
        String query = call.query("query").orElse("");
        if (query.length() > 200) {
            throw Refused.of(ProblemCode.MALFORMED, "query");
        }
        call.answer(200, core.directory().find(call.caller(), query).toJson());
    }

    private void news(Call call) throws IOException {
        JsonObject empty = call.json().onlyKeys();
        if (!call.caller().isGateway()) {
            throw Refused.of(ProblemCode.FORBIDDEN, "role", Role.GATEWAY.code());
        }
        core.news().accept(call.caller().endpoint().organization());
        call.answer(202, empty);
    }

    private void enrol(Call call) throws IOException {
        Enrolment.Request request = Enrolment.Request.fromJson(call.json());
        call.answer(202, core.enrolments().begin(call.caller(), request).toJson());
    }

    private void prove(Call call) throws IOException {
        Enrolment.Proof proof = Enrolment.Proof.fromJson(call.json());
        call.answer(
                201, core.enrolments().prove(call.caller(), uuid(call.segment(1)), proof).toJson());
    }

    private void renew(Call call) throws IOException {
        Enrolment.Renewal request = Enrolment.Renewal.fromJson(call.json());
        call.answer(
                202,
                core.renewals().begin(call.caller(), endpoint(call.segment(1)), request).toJson());
    }

    private void proveRenewal(Call call) throws IOException {
        Enrolment.Proof proof = Enrolment.Proof.fromJson(call.json());
        call.answer(
                201,
                core.renewals()
                        .prove(
                                call.caller(),
                                endpoint(call.segment(1)),
                                uuid(call.segment(3)),
                                proof)
                        .toJson());
    }

    private void suspend(Call call) throws IOException {
        Suspension order = Suspension.fromJson(call.json());
        stands(call, core.suspensions().suspend(call.caller(), endpoint(call.segment(1)), order));
    }

    private void resume(Call call) throws IOException {
        Suspension.Resumption order = Suspension.Resumption.fromJson(call.json());
        stands(call, core.suspensions().resume(call.caller(), endpoint(call.segment(1)), order));
    }

    private void kemKey(Call call) throws IOException {
        KemStatement statement = KemStatement.fromJson(call.json());
        core.kemKeys().publish(call.caller(), endpoint(call.segment(1)), statement);
        call.answer(200, JsonObject.builder().put("endpoint", call.segment(1)).build());
    }

    private static void stands(Call call, EndpointStatus status) {
        call.answer(
                200,
                JsonObject.builder()
                        .put("endpoint", call.segment(1))
                        .put("status", status.name())
                        .build());
    }

    private void peers(Call call) {
        call.answer(200, core.peers().list(call.caller()).toJson());
    }

    private void addPeer(Call call) throws IOException {
        PeerCard.AddPeer order = PeerCard.AddPeer.fromJson(call.json());
        OrganizationId added = core.peers().add(call.caller(), order);
        call.answer(201, JsonObject.builder().put("organization", added.value()).build());
    }

    private void submit(Call call) throws IOException {
        byte[] outer = call.body(Api.PKCS7_SIGNATURE, Api.MAX_SMALL_BODY);
        SubmissionAnswer answer = core.exchange().submit(outer, call.caller());
        int status = answer instanceof SubmissionAnswer.Accepted ? 201 : 202;
        call.answer(status, answer.toJson());
    }

    private void consignment(Call call) {
        call.answer(
                200, core.mailboxes().consignment(call.caller(), uuid(call.segment(1))).toJson());
    }

    private void acknowledge(Call call) throws IOException {
        String id = uuid(call.segment(1));
        byte[] receipt = call.body(Api.PKCS7_SIGNATURE, Api.MAX_SMALL_BODY);
        call.answer(
                201,
                JsonObject.builder()
                        .putObjects(
                                "receipts",
                                core.receipts().acknowledge(call.caller(), id, receipt).stream()
                                        .map(r -> r.toJson())
                                        .toList())
                        .build());
    }

    private void evidence(Call call) throws IOException {
        String id = uuid(call.segment(1));
        EvidenceUpload upload = EvidenceUpload.fromJson(call.json());
        core.receipts().takeEvidence(call.caller(), id, upload);
        call.answer(200, JsonObject.builder().put("consignment", id).build());
    }

    private void inbox(Call call) {
        call.answer(200, core.mailboxes().inbox(call.caller(), call.query("after", 0)).toJson());
    }

    private void outbox(Call call) {
        call.answer(200, core.mailboxes().outbox(call.caller(), call.query("after", 0)).toJson());
    }

    private void register(Call call) {
        RegisterPage.Register register =
                RegisterPage.Register.ofCode(call.segment(1))
                        .orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "path"));
        int thisYear = clock.instant().atZone(PolicyDesk.CALENDAR).getYear();
        int year = (int) Math.min(call.query("year", thisYear), 9999);
        call.answer(200, core.registers().page(call.caller(), register, year).toJson());
    }

    private void checkpoint(Call call) {
        byte[] note =
                core.log()
                        .checkpoint()
                        .orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "checkpoint"));
        call.answer(200, Api.TEXT, note);
    }

    private void stamp(Call call) throws IOException {
        byte[] query = call.body(Api.TIMESTAMP_QUERY, TimeStampAuthority.MAX_QUERY);
        call.answer(200, Api.TIMESTAMP_REPLY, core.stamps().answer(call.caller(), query));
    }

    private void seal(Call call) throws IOException {
        SealOrder order = SealOrder.fromJson(call.json());
        call.answer(200, Api.PKCS7_SIGNATURE, core.seals().seal(call.caller(), order));
    }

    private void tile(Call call) {
        Optional<byte[]> tile;
        try {
            tile =
                    core.log()
                            .tile(TilePath.parse("tile/" + String.join("/", call.segmentsFrom(2))));
        } catch (LogProblem e) {
            throw Refused.because(e, ProblemCode.NOT_FOUND, "path");
        }
        call.answer(
                200,
                Api.OCTET_STREAM,
                tile.orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "path")));
    }

    private static String uuid(String text) {
        if (!Api.isUuid(text)) {
            throw Refused.of(ProblemCode.NOT_FOUND, "path");
        }
        return text;
    }

    private static EndpointId endpoint(String text) {
        try {
            return EndpointId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Refused.because(e, ProblemCode.NOT_FOUND, "path");
        }
    }
}
