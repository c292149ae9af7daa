package vn.antin.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.policies.clearance.Role;
import vn.antin.sdk.OpenedDocument.RoleClaim;
import vn.antin.sdk.wire.DirectoryEntry;

/** What a signature claims is compared with what the directory says. */
class RoleClaimTest {
    private static DirectoryEntry entry(Role... roles) {
        return new DirectoryEntry(
                EndpointId.parse("H26.01/nva"),
                EndpointKind.OFFICER,
                "Nguyễn Văn A",
                "Sở Nội vụ",
                Optional.empty(),
                EndpointId.parse("H26.01/gw"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                DirectoryEntry.State.ACTIVE,
                List.of(),
                Optional.empty(),
                Set.of(roles));
    }

    private static RoleClaim claim(Commitment claimed, DirectoryEntry entry) {
        return RoleClaim.of(Optional.of(claimed), Optional.of(entry));
    }

    @Test
    void a_clerk_and_an_approver_need_the_role_in_the_directory() {
        assertThat(claim(Commitment.PROOF_OF_SENDER, entry(Role.REGISTRY_CLERK)))
                .isEqualTo(RoleClaim.HELD);
        assertThat(claim(Commitment.PROOF_OF_SENDER, entry(Role.OFFICER)))
                .isEqualTo(RoleClaim.NOT_HELD);
        assertThat(claim(Commitment.PROOF_OF_APPROVAL, entry(Role.COMPETENT_SIGNATORY)))
                .isEqualTo(RoleClaim.HELD);
        assertThat(claim(Commitment.PROOF_OF_APPROVAL, entry(Role.REGISTRY_CLERK, Role.OFFICER)))
                .isEqualTo(RoleClaim.NOT_HELD);
    }

    @Test
    void anybody_is_an_author_and_who_claims_nothing_claims_nothing_wrong() {
        assertThat(claim(Commitment.PROOF_OF_CREATION, entry(Role.OFFICER)))
                .isEqualTo(RoleClaim.HELD);
        assertThat(RoleClaim.of(Optional.empty(), Optional.empty())).isEqualTo(RoleClaim.HELD);
    }

    @Test
    void a_directory_that_says_nothing_leaves_it_open() {
        assertThat(claim(Commitment.PROOF_OF_SENDER, entry())).isEqualTo(RoleClaim.UNKNOWN);
        assertThat(RoleClaim.of(Optional.of(Commitment.PROOF_OF_APPROVAL), Optional.empty()))
                .isEqualTo(RoleClaim.UNKNOWN);
    }
}
