/** MPTCP with TCP Fast Open (RFC 8684, appendix B). */
package org.mptcpscope.rules.rfc8684.tfo;
