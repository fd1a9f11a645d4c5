/** Reports: text, JSON, dumps and pages; each class writes one. */
package org.mptcpscope.rules.report;
