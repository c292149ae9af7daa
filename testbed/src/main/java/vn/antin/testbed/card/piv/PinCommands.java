package vn.antin.testbed.card.piv;

import java.util.Arrays;

/** VERIFY, CHANGE REFERENCE DATA, RESET RETRY COUNTER (SP 800-73-4 part 2, 3.2.1 to 3.2.3). */
final class PinCommands {
    private static final int PIN = 0x80;
    private static final int PUK = 0x81;

    private final CardState state;
    private final Session session;

    PinCommands(CardState state, Session session) {
        this.state = state;
        this.session = session;
    }

    byte[] verify(CommandApdu command) throws Refusal {
        Refusal.unless(command.p1() == 0 || command.p1() == 0xff, StatusWord.WRONG_P1_P2);
        Refusal.unless(command.p2() == PIN, StatusWord.REFERENCE_NOT_FOUND);
        byte[] data = command.data();
        if (command.p1() == 0xff) {
            Refusal.unless(data.length == 0, StatusWord.WRONG_DATA);
            session.pinVerified(false);
        } else if (data.length == 0) {
            Refusal.unless(session.pin(), state.pin().status());
        } else {
            Refusal.unless(data.length == Secret.LENGTH, StatusWord.WRONG_DATA);
            session.pinVerified(false);
            state.pin().verify(data);
            session.pinVerified(true);
        }
        return new byte[0];
    }

    byte[] change(CommandApdu command) throws Refusal {
        Refusal.unless(command.p1() == 0, StatusWord.WRONG_P1_P2);
        Refusal.unless(command.p2() == PIN || command.p2() == PUK, StatusWord.REFERENCE_NOT_FOUND);
        byte[] old = half(command, 0);
        byte[] fresh = half(command, 1);
        if (command.p2() == PUK) {
            state.puk().verify(old);
            state.puk().change(fresh);
            return new byte[0];
        }
        Refusal.unless(Secret.isPin(fresh), StatusWord.WRONG_DATA);
        session.pinVerified(false);
        state.pin().verify(old);
        state.pin().change(fresh);
        session.pinVerified(true);
        return new byte[0];
    }

    byte[] unblock(CommandApdu command) throws Refusal {
        Refusal.unless(command.p1() == 0, StatusWord.WRONG_P1_P2);
        Refusal.unless(command.p2() == PIN, StatusWord.REFERENCE_NOT_FOUND);
        byte[] puk = half(command, 0);
        byte[] fresh = half(command, 1);
        Refusal.unless(Secret.isPin(fresh), StatusWord.WRONG_DATA);
        state.puk().verify(puk);
        state.pin().change(fresh);
        return new byte[0];
    }

    private static byte[] half(CommandApdu command, int index) throws Refusal {
        Refusal.unless(command.data().length == 2 * Secret.LENGTH, StatusWord.WRONG_DATA);
        return Arrays.copyOfRange(
                command.data(), index * Secret.LENGTH, (index + 1) * Secret.LENGTH);
    }
}
