using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace AppHost.Servers;

static class ServersExtensions
{
    /// <summary>
    /// Containers where an engine answers, processes of this machine otherwise. Configuration: <c>servers</c> (containers or local) forces one,
    /// <c>data</c> says where data lives (a directory, or `temporary`), <c>ports:name</c> pins a port.
    /// </summary>
    public static IServers AddServers(this IDistributedApplicationBuilder builder)
    {
        var ports = new FixedPorts(builder.Configuration);
        if (builder.ExecutionContext.IsPublishMode)
            return new ContainerServers(builder, ports, volumes: null);

        var problems = new List<string>();
        var containers = UseContainers(builder.Configuration, out var why, problems);
        var programs = containers || problems.Count > 0 ? null : ServerPrograms.Find(builder.AppHostDirectory, problems);
        problems.AddRange(ports.Problems());
        var data = problems.Count > 0 ? null : DataDirectory.Open(builder, containers, problems);
        if (data is null)
            throw Refuse(problems);

        Console.WriteLine($"Servers: {(containers ? "containers" : "local processes")} ({why}), data in {data.Describe(containers)}.");
        return containers ? new ContainerServers(builder, ports, data.Volumes) : new LocalServers(builder, ports, data, programs!);
    }

    static bool UseContainers(ConfigurationManager configuration, out string why, List<string> problems)
    {
        var asked = configuration["servers"];
        var engine = configuration["ASPIRE_CONTAINER_RUNTIME"] ?? configuration["DOTNET_ASPIRE_CONTAINER_RUNTIME"] ?? "docker";
        why = $"asked for with servers={asked}";
        if (asked is not (null or "containers" or "local"))
            problems.Add($"servers={asked} is neither `containers` nor `local`.");
        if (asked is "local")
        {
            if (!OperatingSystem.IsLinux())
                problems.Add("Running the servers as local processes works on Linux only: start Docker, and leave out servers=local.");
            return false;
        }
        if (ContainerEngine.Answers(engine))
        {
            why = asked is null ? $"{engine} answers" : why;
            return true;
        }
        if (asked is "containers")
            problems.Add($"servers=containers was asked for and no container engine answers: start {engine}, or leave the choice out to run the servers as local processes.");
        else if (!OperatingSystem.IsLinux())
            problems.Add($"No container engine answers, and running the servers as local processes works on Linux only: start {engine}.");
        else
            why = "no container engine answers";
        return asked is "containers";
    }

    /// <summary>An AppHost that cannot run says why and ends; in a test, which hosts it, the test gets to say it.</summary>
    static DistributedApplicationException Refuse(List<string> problems)
    {
        if (Assembly.GetEntryAssembly() == typeof(ServersExtensions).Assembly)
        {
            foreach (var problem in problems)
                Console.Error.WriteLine(problem);
            Environment.Exit(1);
        }
        return new DistributedApplicationException(string.Join(Environment.NewLine, problems));
    }
}
