/** Data sequence mappings, Data ACKs, windows and DATA_FIN (RFC 8684, section 3.3). */
package org.mptcpscope.rules.rfc8684.dss;
