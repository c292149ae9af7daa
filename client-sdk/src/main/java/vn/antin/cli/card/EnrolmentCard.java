package vn.antin.cli.card;

import java.security.cert.X509Certificate;
import java.util.Optional;
import vn.antin.hsm.TokenConfig;
import vn.antin.sdk.enrol.Card;

/** A card at its enrolment: a token that PKCS#11 can write, or a PIV card. */
interface EnrolmentCard extends Card, AutoCloseable {
    /** The certificate with this label of {@code KeyLabel}, if it was written. */
    Optional<X509Certificate> certificate(String label);

    /** How its holder reaches it from now on. */
    TokenConfig address();

    @Override
    void close();
}
