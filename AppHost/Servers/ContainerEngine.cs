using System.ComponentModel;
using System.Diagnostics;

namespace AppHost.Servers;

static class ContainerEngine
{
    /// <summary>
    /// Asks for the version of the engine, since a CI machine often has a client without an engine.
    /// </summary>
    public static bool Answers(string engine)
    {
        try
        {
            var version = new ProcessStartInfo(engine, ["version", "--format", "{{.Server.Version}}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true
            };
            using var client = Process.Start(version);
            if (client is null)
                return false;
            if (client.WaitForExit(TimeSpan.FromSeconds(10)))
                return client.ExitCode == 0;
            client.Kill();
            return false;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
