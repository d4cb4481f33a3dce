using System.Reflection;

namespace Shop.Tests;

/// <summary>Where this checkout is.</summary>
static class Repository
{
    public static string Root { get; } = Path.GetDirectoryName(Projects.AppHost.ProjectPath.TrimEnd(Path.DirectorySeparatorChar))!;

    public static string AppHostAssembly { get; } = typeof(Projects.AppHost).Assembly.Location;

    public static string Configuration { get; } = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";
}
