namespace Shop.Load.Http;

/// <summary>A request failed, and the report already says so.</summary>
sealed class RequestFailedException(string message) : Exception(message);
