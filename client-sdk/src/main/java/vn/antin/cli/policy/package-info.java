/**
 * Commands about the rules of secrecy: {@code antin policy}.
 *
 * <p>Knows: rule packs, terminals. Must not know: accounts, cards, gateways. Main type: {@link
 * vn.antin.cli.policy.PolicyCommand}.
 */
@NullMarked
package vn.antin.cli.policy;

import org.jspecify.annotations.NullMarked;
