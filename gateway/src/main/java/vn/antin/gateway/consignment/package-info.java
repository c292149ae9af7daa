/**
 * What a consignment is, where each delivery stands, and what is kept of them.
 *
 * <p>Knows: consignments, deliveries, their states as a fold over evidence. Must not know: SQL,
 * HTTP, files, who decides. Main types: {@link vn.antin.gateway.consignment.ConsignmentRecord},
 * {@link vn.antin.gateway.consignment.DeliveryState}, {@link
 * vn.antin.gateway.consignment.DeliveryTransition}.
 */
@NullMarked
package vn.antin.gateway.consignment;

import org.jspecify.annotations.NullMarked;
