package io.claimflow.stress;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Workflows that mean harm, each with another means.
 */
public final class Hostile {

	private Hostile() {
	}

	/** The bodies of those that can be ended, by name. */
	public static Map<String, String> workflows() {
		Map<String, String> workflows = new LinkedHashMap<>();
		workflows.put("loop", "for (;;);");
		workflows.put("microtasks", "for (;;) await null;");
		workflows.put("finally", "try { for (;;); } finally { for (;;); }");
		workflows.put("regexp", "/(?<=(a+)+)b/.test('a'.repeat(5000));");
		workflows.put("repeat",
				"const all: any[] = []; for (;;) all.push('x'.repeat(2 ** 23 - 1).padStart(2 ** 23, 'y'));");
		workflows.put("shift", "const all: any[] = []; for (let i = 0; i < 8; i++) all.push(1n << 1_500_000_000n);");
		workflows.put("arrays", "const all: any[] = []; for (;;) all.push(new Array(10_000).fill(0.5));");
		workflows.put("sort",
				"const n = [...Array(5000).keys()]; for (;;) n.sort(() => { for (let i = 0; i < 1e6; i++); return 1; });");
		workflows.put("join", "const a = Array(100_000).fill('x'.repeat(50)); for (;;) a.join('-').normalize('NFD');");
		workflows.put("intl", "for (;;) new Intl.NumberFormat('de').format(Math.random() * 1e9);");
		workflows.put("silence", "await new Promise(() => {});");
		workflows.put("thenable", "await { then() {} };");
		workflows.put("timer", "await new Promise((done) => setTimeout(done, 3_600_000));");
		return workflows;
	}

	/** One workflow that does any of this, by chance. */
	public static String any() {
		StringBuilder body = new StringBuilder("switch (Math.floor(Math.random() * " + workflows().size() + ")) {\n");
		int number = 0;
		for (String workflow : workflows().values()) {
			body.append("case ").append(number++).append(": { ").append(workflow).append(" break; }\n");
		}
		return body.append("}").toString();
	}

	/** Those that go on after their deadline: the operation cannot be stopped. */
	public static Map<String, String> unstoppable() {
		Map<String, String> workflows = new LinkedHashMap<>();
		workflows.put("compare", "1n < ('7'.repeat(600_000) as any);");
		return workflows;
	}

}
