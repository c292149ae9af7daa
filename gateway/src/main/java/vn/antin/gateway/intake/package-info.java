/**
 * What comes in is parsed, checked and judged here before anything is stored.
 *
 * <p>Knows: submissions, the facts about both parties, the rule pack. Must not know: how anything
 * is stored, carried or answered over HTTP. Main types: {@link vn.antin.gateway.intake.PolicyDesk},
 * {@link vn.antin.gateway.intake.ClearedSubmission}, {@link vn.antin.gateway.intake.Refused}.
 */
@NullMarked
package vn.antin.gateway.intake;

import org.jspecify.annotations.NullMarked;
