package vn.antin.gateway.records;

import java.util.List;
import java.util.Optional;
import vn.antin.crypto.cert.EndpointId;

/** Reads the registers. Port; thread-safety is that of the view it came from. */
public interface Registers {
    /** The rows of a year in order of serial number. */
    List<RegisterRow> rows(RegisterKind register, int year);

    /** The rows of a year that concern an endpoint as sender or recipient, in order. */
    List<RegisterRow> rowsOf(EndpointId endpoint, RegisterKind register, int year);

    /** The row of a consignment; for a hand-over the one to that recipient. */
    Optional<RegisterRow> row(RegisterKind register, String consignment, EndpointId recipient);
}
