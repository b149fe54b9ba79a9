package io.claimflow.artifact;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import org.jspecify.annotations.Nullable;

/**
 * The canonical form of an artifact, of which the digest is made: numbers in four bytes,
 * texts as the number of their bytes in UTF-8 and these bytes, lists as the number of
 * their items and these items. Sets and maps are in the order of their keys.
 */
final class CanonicalForm {

	private static final Comparator<List<String>> BY_PATH = (one, other) -> {
		for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
			int difference = one.get(i).compareTo(other.get(i));
			if (difference != 0) {
				return difference;
			}
		}
		return Integer.compare(one.size(), other.size());
	};

	private final MessageDigest digest;

	/** Modules that programs share are in the form once. */
	private final Map<CompiledModule, Integer> modules = new IdentityHashMap<>();

	private CanonicalForm(MessageDigest digest) {
		this.digest = digest;
	}

	/** The SHA-256 digest of the form, as 64 hexadecimal digits. */
	static String digest(Artifact artifact) {
		try {
			CanonicalForm form = new CanonicalForm(MessageDigest.getInstance("SHA-256"));
			form.add(artifact);
			return HexFormat.of().formatHex(form.digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java has no SHA-256, which each one must have", ex);
		}
	}

	/** The locations of settings in the order of the form. */
	static List<Map.Entry<List<String>, SourceLocation>> inOrder(Map<List<String>, SourceLocation> settings) {
		return settings.entrySet().stream().sorted(Map.Entry.comparingByKey(BY_PATH)).toList();
	}

	private void add(Artifact artifact) {
		Versions versions = artifact.versions();
		add("claimflow artifact");
		add(versions.format());
		add(versions.runtime());
		add(versions.engine());
		add(versions.compiler());
		add(artifact.workflowsFolder());
		addTexts(artifact.workflowFiles());
		add(artifact.sources().size());
		artifact.sources().forEach((path, text) -> {
			add(path);
			add(text);
		});
		add(artifact.programs().size());
		artifact.programs().forEach(this::add);
		add(artifact.warnings().size());
		artifact.warnings().forEach(this::add);
	}

	private void add(Program program) {
		add(program.file());
		add(program.modules().size());
		for (CompiledModule module : program.modules()) {
			Integer known = this.modules.putIfAbsent(module, this.modules.size());
			add((known != null) ? known : this.modules.size() - 1);
			if (known == null) {
				add(module);
			}
		}
		addTexts(program.builtIns());
		add(program.settings().size());
		inOrder(program.settings()).forEach((setting) -> {
			addTexts(setting.getKey());
			add(setting.getValue());
		});
		add(program.uses().size());
		for (Use use : program.uses()) {
			add(use.kind().name());
			add(use.name());
			add(use.location());
		}
		add(program.defaultExport());
	}

	private void add(CompiledModule module) {
		add(module.file());
		add(module.code());
		addTexts(module.map().sources());
		add(module.map().mappings());
		addTexts(List.copyOf(new TreeSet<>(module.texts())));
		Findings findings = module.findings();
		add((findings.inert() ? 1 : 0) | (findings.shareable() ? 2 : 0) | (findings.repeatable() ? 4 : 0));
	}

	private void add(Problem problem) {
		add(problem.severity().name());
		add(problem.message());
		add(problem.action());
		add(problem.location());
		addOptional(problem.sourceLine());
	}

	private void add(@Nullable SourceLocation location) {
		addOptional((location != null) ? location.file() : null);
		if (location != null) {
			add(location.line());
			add(location.column());
		}
	}

	private void addTexts(List<String> texts) {
		add(texts.size());
		texts.forEach(this::add);
	}

	private void addOptional(@Nullable String text) {
		add((text != null) ? 1 : 0);
		if (text != null) {
			add(text);
		}
	}

	private void add(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		add(bytes.length);
		this.digest.update(bytes);
	}

	private void add(int number) {
		this.digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
	}

}
