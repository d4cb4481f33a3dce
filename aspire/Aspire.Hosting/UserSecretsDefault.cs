using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Configuration.UserSecrets;

namespace Aspire.Hosting;

/// <summary>A value generated once and kept in the AppHost's user secrets, where the next run reads it as configuration.</summary>
sealed class UserSecretsDefault(IDistributedApplicationBuilder builder, string name, ParameterDefault inner) : ParameterDefault
{
    static readonly Lock FileLock = new();
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public override string GetDefaultValue()
    {
        var key = $"Parameters:{name}";
        var id = builder.AppHostAssembly?.GetCustomAttribute<UserSecretsIdAttribute>()?.UserSecretsId;
        if (id is null)
            return inner.GetDefaultValue();
        var path = PathHelper.GetSecretsPathFromSecretsId(id);
        lock (FileLock)
        {
            // Two AppHosts that start at once must agree on the password: the second reads what the first wrote.
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var guard = OpenExclusively(path + ".lock");
            var secrets = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? [] : [];
            if (secrets[key]?.GetValue<string>() is { } known)
                return known;
            var value = inner.GetDefaultValue();
            secrets[key] = value;
            File.WriteAllText(path + ".new", secrets.ToJsonString(Indented));
            File.Move(path + ".new", path, overwrite: true);
            builder.Configuration[key] = value;
            return value;
        }
    }

    public override void WriteToManifest(ManifestPublishingContext context) => inner.WriteToManifest(context);

    static FileStream OpenExclusively(string path)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 200)
            {
                using var pause = new ManualResetEventSlim();
                pause.Wait(25);
            }
        }
    }
}
