package vn.antin.testbed.card.piv;

import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * GENERAL AUTHENTICATE and GENERATE ASYMMETRIC KEY PAIR (SP 800-73-4 part 2, 3.2.4 and 3.3.2), and
 * YubiKey's IMPORT KEY (FE), MOVE KEY (F6) and SET MANAGEMENT KEY (FF).
 */
final class KeyCommands {
    private static final int ADMIN_KEY = 0x9B;
    private static final int TEMPLATE = 0x7C;
    private static final int WITNESS = 0x80;
    private static final int CHALLENGE = 0x81;
    private static final int RESPONSE = 0x82;
    private static final int EXPONENTIATION = 0x85;

    private final CardState state;
    private final Session session;
    private final SecureRandom random;

    KeyCommands(CardState state, Session session, SecureRandom random) {
        this.state = state;
        this.session = session;
        this.random = random;
    }

    byte[] authenticate(CommandApdu command) throws Refusal {
        if (command.p2() == ADMIN_KEY) {
            return authenticateAdmin(command);
        }
        KeySlot slot = slot(command.p2());
        CardKey key = state.key(slot).orElseThrow(() -> new Refusal(StatusWord.WRONG_P1_P2));
        Refusal.unless(command.p1() == key.algorithm().id(), StatusWord.WRONG_P1_P2);
        Refusal.unless(session.allows(slot.rule()), StatusWord.SECURITY_NOT_SATISFIED);
        List<Tlv> parts = Tlv.parse(Tlv.only(command.data(), TEMPLATE));
        byte[] response = Tlv.find(parts, RESPONSE).orElse(new byte[1]);
        Refusal.unless(parts.size() == 2 && response.length == 0, StatusWord.WRONG_DATA);
        return template(RESPONSE, compute(slot, key, parts));
    }

    /** An RSA key does both with the same command; an EC key must be in the slot for its use. */
    private static byte[] compute(KeySlot slot, CardKey key, List<Tlv> parts) throws Refusal {
        boolean agrees = !key.algorithm().rsa() && slot.use() == KeySlot.Use.DECRYPT;
        byte[] input =
                Tlv.find(parts, agrees ? EXPONENTIATION : CHALLENGE)
                        .orElseThrow(() -> new Refusal(StatusWord.WRONG_DATA));
        if (key.algorithm().rsa()) {
            return key.raw(input);
        }
        return agrees ? key.agree(input) : key.sign(input);
    }

    private byte[] authenticateAdmin(CommandApdu command) throws Refusal {
        AdminKey key = state.admin();
        Refusal.unless(
                AdminKey.Kind.of(command.p1()).filter(key.kind()::equals).isPresent(),
                StatusWord.WRONG_P1_P2);
        List<Tlv> parts = Tlv.parse(Tlv.only(command.data(), TEMPLATE));
        Optional<byte[]> witness = Tlv.find(parts, WITNESS);
        Optional<byte[]> challenge = Tlv.find(parts, CHALLENGE);
        Optional<byte[]> response = Tlv.find(parts, RESPONSE);
        byte[] block = new byte[key.kind().blockBytes()];
        if (asks(witness) && challenge.isEmpty()) {
            random.nextBytes(block);
            session.await(new Session.Pending.Witness(block));
            return template(WITNESS, key.encrypt(block));
        }
        if (asks(challenge) && witness.isEmpty()) {
            random.nextBytes(block);
            session.await(new Session.Pending.Challenge(block));
            return template(CHALLENGE, block);
        }
        session.adminAuthenticated(false);
        if (session.pending() instanceof Session.Pending.Challenge sent && response.isPresent()) {
            admit(key.answers(sent.value(), response.get()));
            return new byte[0];
        }
        if (session.pending() instanceof Session.Pending.Witness sent && witness.isPresent()) {
            byte[] theirs = challenge.orElse(new byte[0]);
            Refusal.unless(theirs.length == block.length, StatusWord.WRONG_DATA);
            admit(MessageDigest.isEqual(sent.value(), witness.get()));
            return template(RESPONSE, key.encrypt(theirs));
        }
        throw new Refusal(StatusWord.WRONG_DATA);
    }

    private void admit(boolean right) throws Refusal {
        Refusal.unless(right, StatusWord.SECURITY_NOT_SATISFIED);
        session.adminAuthenticated(true);
    }

    private static boolean asks(Optional<byte[]> part) {
        return part.isPresent() && part.get().length == 0;
    }

    private static byte[] template(int tag, byte[] value) {
        return Tlv.of(TEMPLATE, new Tlv(tag, value)).encoded();
    }

    byte[] generate(CommandApdu command) throws Refusal {
        session.requireAdmin();
        Refusal.unless(command.p1() == 0, StatusWord.WRONG_P1_P2);
        KeySlot slot = slot(command.p2());
        Refusal.unless(
                !slot.retired() || state.retirement() == KeySlot.Retirement.GENERATES,
                StatusWord.WRONG_P1_P2);
        List<Tlv> parts = Tlv.parse(Tlv.only(command.data(), 0xAC));
        byte[] id = Tlv.find(parts, 0x80).orElse(new byte[0]);
        Refusal.unless(parts.size() == 1 && id.length == 1, StatusWord.WRONG_DATA);
        KeyAlgorithm algorithm = algorithm(id[0] & 0xff, StatusWord.WRONG_DATA);
        KeyPair pair = CardKey.generate(algorithm, random);
        state.key(slot, CardKey.of(algorithm, pair.getPrivate()));
        return CardKey.publicTemplate(pair.getPublic());
    }

    byte[] importKey(CommandApdu command) throws Refusal {
        session.requireAdmin();
        KeyAlgorithm algorithm = algorithm(command.p1(), StatusWord.WRONG_P1_P2);
        KeySlot slot = slot(command.p2());
        List<Tlv> parts = Tlv.parse(command.data());
        Set<Integer> known = algorithm.rsa() ? Set.of(1, 2, 3, 4, 5) : Set.of(6);
        Refusal.unless(
                parts.stream().allMatch(part -> known.contains(part.tag())), StatusWord.WRONG_DATA);
        state.key(slot, CardKey.imported(algorithm, parts));
        return new byte[0];
    }

    /** P1 is where the key goes, FF to delete it; P2 where it is. */
    byte[] move(CommandApdu command) throws Refusal {
        Refusal.unless(
                state.retirement() == KeySlot.Retirement.MOVES, StatusWord.UNKNOWN_INSTRUCTION);
        session.requireAdmin();
        KeySlot from = slot(command.p2());
        CardKey key =
                state.key(from).orElseThrow(() -> new Refusal(StatusWord.REFERENCE_NOT_FOUND));
        if (command.p1() != 0xff) {
            KeySlot to = slot(command.p1());
            Refusal.unless(state.key(to).isEmpty(), StatusWord.CONDITIONS_NOT_SATISFIED);
            state.key(to, key);
        }
        state.removeKey(from);
        return new byte[0];
    }

    byte[] setAdminKey(CommandApdu command) throws Refusal {
        session.requireAdmin();
        Refusal.unless(command.parameters() == 0xFFFF, StatusWord.WRONG_P1_P2);
        byte[] data = command.data();
        Refusal.unless(
                data.length > 3 && data[1] == (byte) ADMIN_KEY && data[2] == data.length - 3,
                StatusWord.WRONG_DATA);
        AdminKey.Kind kind =
                AdminKey.Kind.of(data[0] & 0xff)
                        .filter(one -> one.keyBytes() == data.length - 3)
                        .orElseThrow(() -> new Refusal(StatusWord.WRONG_DATA));
        state.admin(new AdminKey(kind, Arrays.copyOfRange(data, 3, data.length)));
        return new byte[0];
    }

    private static KeySlot slot(int id) throws Refusal {
        return KeySlot.of(id).orElseThrow(() -> new Refusal(StatusWord.WRONG_P1_P2));
    }

    private static KeyAlgorithm algorithm(int id, int otherwise) throws Refusal {
        return KeyAlgorithm.of(id).orElseThrow(() -> new Refusal(otherwise));
    }
}
