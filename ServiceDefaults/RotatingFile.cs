using System.Text;

namespace ServiceDefaults;

/// <summary>A text file of at most ten megabytes, with nine older ones: <c>name.1</c> is the newest of them.</summary>
public sealed class RotatingFile : IDisposable
{
    const int OlderFiles = 9;

    readonly Lock _lock = new();
    readonly string _path;
    readonly long _maxBytes;
    StreamWriter? _writer;

    public RotatingFile(string path, long maxBytes = 10 << 20)
    {
        (_path, _maxBytes) = (path, maxBytes);
        _writer = Open();
    }

    public void Write(string line)
    {
        lock (_lock)
        {
            // Null after the disposal: something still logs while the host ends.
            if (_writer is null)
                return;
            if (_writer.BaseStream.Length + Encoding.UTF8.GetByteCount(line) > _maxBytes)
                Rotate();
            _writer.WriteLine(line);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }

    void Rotate()
    {
        _writer!.Dispose();
        for (var i = OlderFiles; i > 0; i--)
        {
            var newer = i == 1 ? _path : $"{_path}.{i - 1}";
            if (File.Exists(newer))
                File.Move(newer, $"{_path}.{i}", overwrite: true);
        }
        _writer = Open();
    }

    StreamWriter Open() =>
        new(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
}
