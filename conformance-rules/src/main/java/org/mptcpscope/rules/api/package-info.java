/** What a rule is, what it may say, and what comes out of judging a capture. */
package org.mptcpscope.rules.api;
