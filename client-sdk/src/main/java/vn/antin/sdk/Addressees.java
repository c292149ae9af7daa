package vn.antin.sdk;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.kem.EndpointKemKey;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.sdk.wire.DirectoryEntry;

/** Finds recipients in the directory and checks their certificates. */
final class Addressees {
    private static final int SUGGESTIONS = 3;

    private final Account account;

    Addressees(Account account) {
        this.account = account;
    }

    /** A recipient whose encryption certificate holds. */
    record Addressee(
            DirectoryEntry entry, VerifiedIdentity encryption, Optional<EndpointKemKey> kemKey) {
        EndpointId endpoint() {
            return entry.endpoint();
        }
    }

    List<Addressee> find(List<String> names) {
        List<DirectoryEntry> all = all();
        List<Addressee> found = new ArrayList<>();
        for (String name : names) {
            DirectoryEntry entry = one(name, all);
            if (entry.endpoint().equals(account.settings().endpoint())) {
                throw new SdkProblem(SdkProblem.Code.SELF_RECIPIENT);
            }
            if (found.stream().noneMatch(a -> a.endpoint().equals(entry.endpoint()))) {
                found.add(checked(entry));
            }
        }
        return found;
    }

    private List<DirectoryEntry> all() {
        return account.gateway().directory("").stream()
                .filter(entry -> entry.kind() != EndpointKind.GATEWAY)
                .toList();
    }

    /**
     * The KEM keys of the addressees and, unless the card only signs, the own one.
     *
     * @throws SdkProblem NO_KEM_KEY or NO_OWN_KEM_KEY when one is missing
     */
    List<EndpointKemKey> kemKeys(List<Addressee> addressees) {
        List<Addressee> without =
                addressees.stream().filter(each -> each.kemKey().isEmpty()).toList();
        if (!without.isEmpty()) {
            throw new SdkProblem(
                    SdkProblem.Code.NO_KEM_KEY,
                    names(without.stream().map(Addressee::entry).toList()));
        }
        List<EndpointKemKey> keys = new ArrayList<>();
        addressees.forEach(each -> each.kemKey().ifPresent(keys::add));
        if (!account.settings().signOnly()) {
            keys.add(
                    all().stream()
                            .filter(e -> e.endpoint().equals(account.settings().endpoint()))
                            .findFirst()
                            .flatMap(this::kemKey)
                            .orElseThrow(() -> new SdkProblem(SdkProblem.Code.NO_OWN_KEM_KEY)));
        }
        return keys;
    }

    /** The KEM key that the endpoint stated with the authentication key in its certificate. */
    private Optional<EndpointKemKey> kemKey(DirectoryEntry entry) {
        if (entry.kemKey().isEmpty() || entry.authenticationCertificate().isEmpty()) {
            return Optional.empty();
        }
        try {
            VerifiedIdentity identity =
                    CertificatePath.verify(
                            account.trust().store(),
                            entry.authenticationCertificate().get(),
                            CertificateProfile.AUTHENTICATION,
                            account.clock().instant());
            return entry.kemKey()
                    .get()
                    .verified(identity)
                    .filter(key -> key.endpoint().equals(entry.endpoint()));
        } catch (CertificateProblem e) {
            return Optional.empty();
        }
    }

    private DirectoryEntry one(String name, List<DirectoryEntry> all) {
        for (DirectoryEntry entry : all) {
            if (entry.endpoint().toString().equals(name)) {
                return entry;
            }
        }
        String wanted = plain(name);
        List<DirectoryEntry> matches =
                all.stream()
                        .filter(e ->
                                e.endpoint().name().equals(name) || plain(e.name()).equals(wanted))
                        .toList();
        if (matches.size() == 1) {
            return matches.getFirst();
        }
        if (matches.isEmpty()) {
            throw new SdkProblem(SdkProblem.Code.UNKNOWN_RECIPIENT, name, suggestions(wanted, all));
        }
        throw new SdkProblem(SdkProblem.Code.AMBIGUOUS_RECIPIENT, name, names(matches));
    }

    private static Object suggestions(String wanted, List<DirectoryEntry> all) {
        List<DirectoryEntry> near =
                all.stream()
                        .filter(e -> distance(wanted, e) <= Math.max(2, wanted.length() / 3))
                        .sorted(Comparator.comparingInt(e -> distance(wanted, e)))
                        .limit(SUGGESTIONS)
                        .toList();
        return near.isEmpty()
                ? new SdkProblem.Words("suggestions.none")
                : new SdkProblem.Words("suggestions.some", List.of(names(near)));
    }

    private static String names(List<DirectoryEntry> entries) {
        return entries.stream()
                .map(e -> e.endpoint() + " (" + e.name() + ")")
                .collect(Collectors.joining(", "));
    }

    private static int distance(String wanted, DirectoryEntry entry) {
        int best = Integer.MAX_VALUE;
        for (String text :
                List.of(
                        entry.endpoint().toString().toLowerCase(Locale.ROOT),
                        entry.endpoint().name(),
                        plain(entry.name()))) {
            best = Math.min(best, text.contains(wanted) ? 0 : distance(wanted, text));
        }
        return best;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    /** Without case and diacritics, so that a name can be typed without them. */
    private static String plain(String text) {
        return Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replace('đ', 'd')
                .strip();
    }

    private Addressee checked(DirectoryEntry entry) {
        if (entry.state() != DirectoryEntry.State.ACTIVE) {
            throw new SdkProblem(SdkProblem.Code.RECIPIENT_SUSPENDED, entry.endpoint());
        }
        if (entry.encryptionCertificate().isEmpty()) {
            throw new SdkProblem(SdkProblem.Code.RECIPIENT_WITHOUT_KEY, entry.endpoint());
        }
        try {
            VerifiedIdentity identity =
                    CertificatePath.verify(
                            account.trust().store(),
                            entry.encryptionCertificate().get(),
                            CertificateProfile.ENCRYPTION,
                            account.clock().instant());
            if (!identity.endpoint().equals(entry.endpoint())) {
                throw new SdkProblem(
                        SdkProblem.Code.RECIPIENT_CERTIFICATE,
                        entry.endpoint(),
                        SdkProblem.words(CertificateProblem.Reason.NAME_NOT_PERMITTED));
            }
            return new Addressee(entry, identity, kemKey(entry));
        } catch (CertificateProblem e) {
            throw new SdkProblem(
                    e,
                    SdkProblem.Code.RECIPIENT_CERTIFICATE,
                    entry.endpoint(),
                    SdkProblem.words(e.reason()));
        }
    }
}
