using System.Runtime.Versioning;

// Local servers, nginx and users of the system: as CI and staging have them.
[assembly: SupportedOSPlatform("linux")]
