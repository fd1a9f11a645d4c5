/** What rules of RFC 8684 have in common. */
package org.mptcpscope.rules.rfc8684;
