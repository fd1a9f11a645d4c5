/** Reset reasons: MP_TCPRST (RFC 8684, section 3.6). */
package org.mptcpscope.rules.rfc8684.reset;
