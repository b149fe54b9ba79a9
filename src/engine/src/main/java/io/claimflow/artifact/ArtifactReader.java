package io.claimflow.artifact;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.project.Project;
import io.claimflow.project.SourceNames;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A reader of artifacts, which takes nothing on trust: what does not belong to an
 * artifact is refused, and so is what is larger than it may be. What an artifact says of
 * its programs is for the engine to judge that loads it.
 */
public final class ArtifactReader {

	/** The module that has all packages of a workflow. */
	private static final String PACKAGES = "packages";

	/** Begins the names of the modules that stand for what is imported from packages. */
	private static final String PACKAGE = "package:";

	private static final String BUILD_AGAIN = "Build the artifact again from its sources.";

	private static final Pattern MODULE = Pattern
		.compile(ArtifactWriter.MODULES + "(?<number>\\d{1,7})" + Pattern.quote(ArtifactWriter.CODE));

	private static final int SHOWN = 200;

	private final ArtifactLimits limits;

	/**
	 * Creates a reader.
	 * @param limits the limits of what it reads
	 */
	public ArtifactReader(ArtifactLimits limits) {
		this.limits = limits;
	}

	/**
	 * Whether a file is meant to be an artifact, and not, say, the sources of a project:
	 * whether it is a zip file that begins as artifacts do.
	 * @param file the file
	 */
	public static boolean isArtifact(byte[] file) {
		try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file), StandardCharsets.UTF_8)) {
			ZipEntry first = zip.getNextEntry();
			return first != null && first.getName().equals(ArtifactWriter.DESCRIPTION);
		}
		catch (IOException | IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * Reads an artifact.
	 * @param in the zip file, which is read to its end and stays open
	 * @return the artifact, whose digest is right
	 * @throws InvalidArtifactException if it is no artifact, is damaged, exceeds a limit,
	 * or is of a version that cannot be read here
	 * @throws IOException if the stream fails
	 */
	public Artifact read(InputStream in) throws InvalidArtifactException, IOException {
		Packed packed = new Packed(in, this.limits.bytes());
		Contents contents = new Contents();
		try {
			ZipInputStream zip = new ZipInputStream(packed, StandardCharsets.UTF_8);
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				add(contents, entry.getName(), zip, packed);
			}
			packed.transferTo(OutputStream.nullOutputStream());
		}
		catch (Packed.TooLargeException ex) {
			throw tooLarge("is larger than the " + this.limits.bytes() + " bytes that are allowed");
		}
		catch (EOFException ex) {
			throw new InvalidArtifactException("The artifact ends in the middle", "Send the whole file.");
		}
		catch (ZipException | IllegalArgumentException ex) {
			throw new InvalidArtifactException("The artifact is a damaged zip file",
					"Send the file again as it was built.");
		}
		ArtifactJson description = contents.description;
		if (description == null) {
			throw noArtifact();
		}
		return artifact(description, contents);
	}

	private void add(Contents contents, String name, ZipInputStream zip, Packed packed)
			throws InvalidArtifactException, IOException {
		if (++contents.entries > this.limits.entries()) {
			throw tooLarge("has more than the " + this.limits.entries() + " entries that are allowed");
		}
		if (contents.description == null) {
			if (!name.equals(ArtifactWriter.DESCRIPTION)) {
				throw noArtifact();
			}
			contents.description = description(content(contents, zip, packed));
			return;
		}
		Matcher module = MODULE.matcher(name);
		if (name.startsWith(ArtifactWriter.SOURCES)) {
			String path = name.substring(ArtifactWriter.SOURCES.length());
			Optional<String> fault = SourceNames.fault(path);
			if (fault.isPresent()) {
				throw wrong("has a source '" + shown(path) + "' that " + fault.get());
			}
			if (contents.sources.put(path, text(path, content(contents, zip, packed))) != null) {
				throw wrong("has the source '" + path + "' twice");
			}
		}
		else if (module.matches()) {
			Integer number = Integer.valueOf(module.group("number"));
			if (contents.code.put(number, text(name, content(contents, zip, packed))) != null) {
				throw wrong("has the entry '" + name + "' twice");
			}
		}
		else {
			throw wrong("has an entry '" + shown(name) + "' that does not belong to an artifact");
		}
	}

	private byte[] content(Contents contents, ZipInputStream zip, Packed packed)
			throws InvalidArtifactException, IOException {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		byte[] buffer = new byte[8192];
		for (int count = zip.read(buffer); count >= 0; count = zip.read(buffer)) {
			contents.unpacked += count;
			if (contents.unpacked > this.limits.unpackedBytes()) {
				throw tooLarge(
						"has more than the " + this.limits.unpackedBytes() + " bytes that are allowed, unpacked");
			}
			if (contents.unpacked > ArtifactLimits.RATIO_FROM
					&& contents.unpacked > packed.count() * this.limits.ratio()) {
				throw tooLarge("is packed more than " + this.limits.ratio() + " times, which no sources are");
			}
			content.write(buffer, 0, count);
		}
		return content.toByteArray();
	}

	/** Whatever is not text was not written by who wrote the rest. */
	private static String text(String name, byte[] content) throws InvalidArtifactException {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
		}
		catch (CharacterCodingException ex) {
			throw wrong("has an entry '" + shown(name) + "' that is not text in UTF-8");
		}
	}

	private static ArtifactJson description(byte[] content) throws InvalidArtifactException {
		try {
			JsonNode root = ArtifactJson.MAPPER.readTree(content);
			checkVersions(root);
			return ArtifactJson.MAPPER.treeToValue(root, ArtifactJson.class);
		}
		catch (JacksonException ex) {
			throw wrong("has an " + ArtifactWriter.DESCRIPTION + " that is not as the format says");
		}
	}

	/** What a newer version has beside is not known here, so this is looked at first. */
	private static void checkVersions(JsonNode root) throws InvalidArtifactException {
		Versions current = Versions.current();
		if (!root.path("format").isInt() || !root.path("runtime").isInt()) {
			throw wrong("does not say which format it has");
		}
		int format = root.path("format").asInt();
		int runtime = root.path("runtime").asInt();
		String builder = "Claimflow " + shown(root.path("engine").asString(""));
		if (format > current.format()) {
			throw new InvalidArtifactException(
					"The artifact has format %d, and this server, Claimflow %s, reads none above %d".formatted(format,
							current.engine(), current.format()),
					"Upgrade the server to the version that built the artifact (%s), or build it with the server's version."
						.formatted(builder));
		}
		if (runtime > current.runtime()) {
			throw new InvalidArtifactException(
					"The programs of the artifact need an engine of level %d, and this server, Claimflow %s, has level %d"
						.formatted(runtime, current.engine(), current.runtime()),
					"Upgrade the server to the version that built the artifact (%s), or build it with the server's version."
						.formatted(builder));
		}
		if (format < current.format() || runtime < current.runtime()) {
			throw new InvalidArtifactException(
					"The artifact has format %d and needs an engine of level %d, which this server, Claimflow %s, no longer has"
						.formatted(format, runtime, current.engine()),
					"Build it again from its sources, with the server's version.");
		}
	}

	private static Artifact artifact(ArtifactJson description, Contents contents) throws InvalidArtifactException {
		checkProject(description, contents.sources);
		List<CompiledModule> modules = modules(description, contents);
		Sources sources = new Sources(contents.sources);
		List<Program> programs = new ArrayList<>();
		Set<Integer> used = new HashSet<>();
		for (ArtifactJson.ProgramJson program : description.programs()) {
			programs.add(program(program, modules, sources));
			used.addAll(program.modules());
		}
		if (!programs.stream().map(Program::file).toList().equals(description.workflows())
				|| used.size() != modules.size()) {
			throw wrong("does not have one program for each workflow, of its own modules");
		}
		List<Problem> warnings = new ArrayList<>();
		for (ArtifactJson.WarningJson warning : description.warnings()) {
			warnings.add(warning(warning));
		}
		Artifact artifact = Artifact.read(description.versions(), description.workflowsFolder(),
				description.workflows(), contents.sources, programs, warnings);
		if (!artifact.digest().equals(description.digest())) {
			throw new InvalidArtifactException("The artifact is not what was built: its digest is %s, and it says %s"
				.formatted(artifact.digest(), shown(description.digest())),
					"Send the file as it was built, or build it again.");
		}
		return artifact;
	}

	/** Which files are workflows follows from the sources. */
	private static void checkProject(ArtifactJson description, Map<String, String> sources)
			throws InvalidArtifactException {
		Project project = Project.of("artifact", sources);
		if (!project.problems().isEmpty()) {
			throw wrong("has sources that are no project: " + project.problems().get(0).message());
		}
		if (!project.files().equals(sources)) {
			throw wrong("has a source in a folder that no project has");
		}
		if (!project.workflowFiles().equals(description.workflows())
				|| !project.workflowsFolder().equals(description.workflowsFolder())) {
			throw wrong("does not have the workflows that its sources have");
		}
	}

	private static List<CompiledModule> modules(ArtifactJson description, Contents contents)
			throws InvalidArtifactException {
		List<CompiledModule> modules = new ArrayList<>();
		for (ArtifactJson.ModuleJson module : description.modules()) {
			String code = contents.code.get(modules.size());
			String file = module.file();
			if (code == null) {
				throw wrong("has no code for the module '" + shown(file) + "'");
			}
			String source = contents.sources.get(file);
			if (source == null && !file.equals(PACKAGES) && !file.startsWith(PACKAGE)) {
				throw wrong("has a module '" + shown(file)
						+ "' that is none of its sources; built-in modules are always the server's own");
			}
			if (SourceNames.isOdd(file)) {
				throw wrong("has a module with an odd name, '" + shown(file) + "'");
			}
			SourceMap map = new SourceMap(module.map().sources(), module.map().mappings());
			checkMap(file, map, contents.sources);
			modules.add(new CompiledModule(file, code, map, (source != null) ? source : "",
					new HashSet<>(module.texts()), module.findings().findings()));
		}
		if (contents.code.size() != modules.size()) {
			throw wrong("has code that is of no module");
		}
		return modules;
	}

	private static void checkMap(String file, SourceMap map, Map<String, String> sources)
			throws InvalidArtifactException {
		boolean own = sources.containsKey(file);
		for (String source : map.sources()) {
			if (own ? !source.equals(file) : SourceNames.isOdd(source)) {
				throw wrong("has a source map of '" + shown(file) + "' that leads to '" + shown(source) + "'");
			}
		}
		if (!map.isWithin((source) -> own ? Sources.lines(String.valueOf(sources.get(source))) : Integer.MAX_VALUE)) {
			throw wrong("has a source map of '" + shown(file) + "' that leads out of its source");
		}
	}

	private static Program program(ArtifactJson.ProgramJson program, List<CompiledModule> modules, Sources sources)
			throws InvalidArtifactException {
		List<CompiledModule> linked = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (int number : program.modules()) {
			if (number < 0 || number >= modules.size() || !names.add(modules.get(number).file())) {
				throw wrong("has a program '" + shown(program.file()) + "' without its modules");
			}
			linked.add(modules.get(number));
		}
		if (linked.isEmpty() || !linked.get(0).file().equals(program.file())) {
			throw wrong("has a program '" + shown(program.file()) + "' that begins with another file");
		}
		Map<List<String>, SourceLocation> settings = new LinkedHashMap<>();
		for (ArtifactJson.SettingJson setting : program.settings()) {
			SourceLocation at = sources.checked(setting.at());
			if (!at.file().equals(program.file()) || settings.put(setting.path(), at) != null) {
				throw wrong("has settings of '" + shown(program.file()) + "' that are written elsewhere, or twice");
			}
		}
		List<Use> uses = new ArrayList<>();
		for (ArtifactJson.UseJson use : program.uses()) {
			SourceLocation at = sources.checked(use.at());
			uses.add(new Use(use.kind(), use.name(), at, sources.line(at)));
		}
		return new Program(program.file(), linked, program.builtIns(), settings, uses,
				sources.checked(program.defaultExport()));
	}

	private static Problem warning(ArtifactJson.WarningJson warning) throws InvalidArtifactException {
		ArtifactJson.LocationJson at = warning.at();
		if (warning.severity() == Problem.Severity.ERROR
				|| (at != null && (at.line() < 1 || at.column() < 1 || SourceNames.hasUnseen(at.file())))) {
			throw wrong("has a warning that is none");
		}
		return new Problem((at != null) ? at.location() : null, warning.message(), warning.action(), warning.line(),
				warning.severity());
	}

	private static InvalidArtifactException wrong(String what) {
		return new InvalidArtifactException("The artifact " + what, BUILD_AGAIN);
	}

	private static InvalidArtifactException tooLarge(String what) {
		return new InvalidArtifactException("The artifact " + what,
				"Take files out of the project that are no sources of workflows, or raise the limit.");
	}

	private static InvalidArtifactException noArtifact() {
		return new InvalidArtifactException(
				"The file is no artifact: it is no zip file that begins with " + ArtifactWriter.DESCRIPTION,
				"Send what a build of the project gave.");
	}

	private static String shown(String name) {
		String shown = SourceNames.shown(name);
		return (shown.length() > SHOWN) ? shown.substring(0, SHOWN) + "…" : shown;
	}

	/** What was read so far. */
	private static final class Contents {

		private final Map<String, String> sources = new TreeMap<>();

		private final Map<Integer, String> code = new TreeMap<>();

		private @Nullable ArtifactJson description;

		private int entries;

		private long unpacked;

	}

	/** The lines of sources. */
	private static final class Sources {

		private final Map<String, String> files;

		private final Map<String, List<String>> lines = new LinkedHashMap<>();

		Sources(Map<String, String> files) {
			this.files = files;
		}

		/** The number of lines, as source maps count them; the last one may be empty. */
		static int lines(String text) {
			return (int) text.chars().filter((unit) -> unit == '\n').count() + 1;
		}

		SourceLocation checked(ArtifactJson.LocationJson at) throws InvalidArtifactException {
			String text = this.files.get(at.file());
			if (text == null || at.line() < 1 || at.column() < 1 || at.line() > lines(text)) {
				throw wrong("names a place that is in none of its sources");
			}
			return at.location();
		}

		@Nullable String line(SourceLocation at) {
			List<String> known = this.lines.computeIfAbsent(at.file(),
					(file) -> String.valueOf(this.files.get(file)).lines().toList());
			return (at.line() <= known.size()) ? known.get(at.line() - 1) : null;
		}

	}

	/** A stream that counts what is read of the file, and ends where it is too large. */
	private static final class Packed extends FilterInputStream {

		private final long maximum;

		private long count;

		Packed(InputStream in, long maximum) {
			super(in);
			this.maximum = maximum;
		}

		long count() {
			return this.count;
		}

		@Override
		public int read() throws IOException {
			int read = super.read();
			counted((read < 0) ? 0 : 1);
			return read;
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			int read = super.read(buffer, offset, length);
			counted(Math.max(0, read));
			return read;
		}

		private void counted(int more) throws TooLargeException {
			this.count += more;
			if (this.count > this.maximum) {
				throw new TooLargeException();
			}
		}

		/** There is more than there may be. */
		private static final class TooLargeException extends IOException {

			private static final long serialVersionUID = 1L;

		}

	}

}
