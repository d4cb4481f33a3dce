namespace Shop.Tests.HouseRules;

/// <summary>The files of this checkout that people write, by their path from its root.</summary>
static class Sources
{
    static readonly string[] NotOurs = [".git", ".vs", ".idea", "artifacts", "bin", "obj", "node_modules", "data"];

    public static IReadOnlyList<string> Files { get; } = [.. Find(new(Repository.Root)).Select(file => Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/'))];

    public static IEnumerable<string> Named(params string[] endings) => Files.Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));

    public static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    public static int Lines(string file) => File.ReadLines(Path.Combine(Repository.Root, file)).Count();

    static IEnumerable<FileInfo> Find(DirectoryInfo directory) =>
        directory.GetFiles().Where(file => !file.Name.Contains(".user", StringComparison.Ordinal)).Concat(directory.GetDirectories().Where(child => !NotOurs.Contains(child.Name) && child.LinkTarget is null).SelectMany(Find));
}
