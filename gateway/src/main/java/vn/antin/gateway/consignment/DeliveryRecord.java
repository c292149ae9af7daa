package vn.antin.gateway.consignment;

import java.time.Instant;
import vn.antin.crypto.cert.EndpointId;

/**
 * A consignment on its way to one recipient. Immutable.
 *
 * @param position its place in the order of acceptance, from 1: the sequence of an inbox
 * @param consignment identifier of the consignment
 * @param sender who sent it
 * @param recipient to whom
 * @param gateway the recipient's gateway
 * @param sequence the sender's number for this pair; unique per (sender, recipient)
 * @param state fold over the evidence
 * @param changedAt when the state last changed
 */
public record DeliveryRecord(
        long position,
        String consignment,
        EndpointId sender,
        EndpointId recipient,
        EndpointId gateway,
        long sequence,
        DeliveryState state,
        Instant changedAt) {}
