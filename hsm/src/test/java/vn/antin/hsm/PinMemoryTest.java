package vn.antin.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.hsm.testkit.OtherProgram;
import vn.antin.hsm.testkit.OwnMemory;
import vn.antin.hsm.testkit.SoftHsm;

/** What is left of a PIN in a program that has logged in with it. */
@Timeout(60)
class PinMemoryTest {
    @Test
    void a_program_that_has_logged_in_holds_its_pin_nowhere(@TempDir Path folder) throws Exception {
        SoftHsm hsm = SoftHsm.create();
        try (TokenVault vault = hsm.open()) {
            vault.admin().generate("key", KeyType.EC_P256);
        }
        OtherProgram.Told told = OtherProgram.run(hsm, "key", folder);
        assertThat(told.signature()).isNotEmpty();
        assertThat(told.pin()).isEmpty();
    }

    @Test
    void what_a_program_holds_is_found() throws Exception {
        char[] held = "held on purpose".toCharArray();
        String text = "held as " + held.length + " letters";
        assertThat(OwnMemory.find(OwnMemory.masked(new String(held))))
                .anyMatch(place -> place.startsWith("30 bytes"));
        assertThat(OwnMemory.find(OwnMemory.masked(text)))
                .anyMatch(place -> place.startsWith(text.length() + " bytes"));
        assertThat(held).hasSize(15);
    }
}
