/**
 * Rule packs as files: read, checked, refused with line and remedy; the packs that are shipped.
 *
 * <p>Knows: the YAML form of docs/formats/rule-pack.md and the shipped resources. Must not know:
 * signatures of packs, disks, decisions. Main type: {@link vn.antin.policies.pack.RulePacks}.
 */
@NullMarked
package vn.antin.policies.pack;

import org.jspecify.annotations.NullMarked;
