/** Captures put into other link layers and tunnels, octet for octet the same inside. */
package org.mptcpscope.samples.carrier;
