using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

static class VolumeName
{
    /// <summary>One volume per checkout and resource: two AppHosts of the same name do not share data.</summary>
    public static string For<T>(IResourceBuilder<T> builder, string suffix) where T : IResource
    {
        var directory = builder.ApplicationBuilder.AppHostDirectory;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(directory)))[..10];
        return $"{builder.ApplicationBuilder.Environment.ApplicationName.ToLowerInvariant()}-{hash}-{builder.Resource.Name}-{suffix}";
    }
}
