using System.Reflection;

namespace Shop.Tests;

/// <summary>Paths in this checkout.</summary>
static class Repository
{
    public static string Root { get; } =
        Path.GetDirectoryName(Projects.AppHost.ProjectPath.TrimEnd(Path.DirectorySeparatorChar))!;

    static readonly string Configuration =
        typeof(Repository).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";

    /// <summary>The project's assembly in its output folder, beside its dependencies.</summary>
    public static string AssemblyOf(string project) =>
        Path.Combine(Root, "artifacts", "bin", project, Configuration.ToLowerInvariant(), $"{project}.dll");
}
