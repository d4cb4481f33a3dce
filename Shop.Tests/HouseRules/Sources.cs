namespace Shop.Tests.HouseRules;

/// <summary>The hand-written files of this checkout, by their path from its root.</summary>
static class Sources
{
    static readonly string[] IgnoredFolders =
    [
        ".git", ".vs", ".idea", "artifacts", "bin", "obj", "node_modules", "data"
    ];

    public static IReadOnlyList<string> Files { get; } =
    [
        .. from file in Find(new(Repository.Root))
           select Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/')
    ];

    public static IEnumerable<string> Named(params string[] endings) =>
        Files.Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));

    public static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    public static int Lines(string file) => File.ReadLines(Path.Combine(Repository.Root, file)).Count();

    static IEnumerable<FileInfo> Find(DirectoryInfo directory) =>
        directory.GetFiles()
            .Where(file => !file.Name.Contains(".user", StringComparison.Ordinal))
            .Concat(directory.GetDirectories()
                .Where(child => !IgnoredFolders.Contains(child.Name) && child.LinkTarget is null)
                .SelectMany(Find));
}
