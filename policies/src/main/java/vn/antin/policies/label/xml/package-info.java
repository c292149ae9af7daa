/**
 * Labels in XML for other products: STANAG 4774 and its binding by STANAG 4778.
 *
 * <p>Knows: labels, the JDK's XML streams. Must not know: rules, files, keys, the ESS label. Main
 * types: {@link vn.antin.policies.label.xml.LabelXml}, {@link
 * vn.antin.policies.label.xml.PortableLabel}.
 */
@NullMarked
package vn.antin.policies.label.xml;

import org.jspecify.annotations.NullMarked;
