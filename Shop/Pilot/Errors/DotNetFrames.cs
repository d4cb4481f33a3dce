using System.Text;
using System.Text.RegularExpressions;

namespace Shop.Pilot.Errors;

/// <summary>
/// Names the method of a .NET frame as its author would: Type.Method, whatever the compiler and the client made of it.
/// Sentry's client sends one method in two formats, and other clients send what the runtime says:
/// <code>
/// module                               function                                           name
/// (none)                               async Task&lt;int&gt; Store&lt;T&gt;.FindAsync(int id)         Store.FindAsync
/// (none)                               void Store.Save()+(int x) =&gt; { }                   Store.Save.λ
/// Shop.Store`1                         FindAsync                                          Store.FindAsync
/// Shop.Store`1+&lt;FindAsync&gt;d__3         MoveNext                                           Store.FindAsync
/// Shop.Store+&lt;&gt;c                       Save { &lt;lambda&gt; }                                  Store.Save.λ
/// Shop.Store+&lt;&gt;c                       &lt;Save&gt;b__3_0                                       Store.Save.λ
/// Shop.Store                           &lt;Save&gt;g__Check|3_0                                 Store.Save.Check
/// </code>
/// </summary>
static partial class DotNetFrames
{
    /// <summary>Lambdas have no name, and their number changes whenever one is added before them.</summary>
    public const char Lambda = 'λ';

    /// <summary>The type of a closure whose owner the client did not find.</summary>
    public const char Unknown = '?';

    // Classes of the compiler and the runtime that are in no namespace by which clients know them as libraries.
    static readonly string[] RuntimeTypes =
    [
        "<PrivateImplementationDetails>", "Internal.Runtime", "Interop", "InvokeStub_", "ThrowHelpers.", "(unknown)"
    ];

    public static string? NameOf(IncidentFrame frame) => (frame.Module, frame.Function) switch
    {
        (_, null or "") => null,
        ({ } module, var function) when IsPlumbing(module, function) => null,
        (null or "", var signature) => OfSignature(signature),
        (var module, var function) => $"{TypeOf(module)}.{MethodOf(module, function)}"
    };

    // The compiler gives state machines more methods than MoveNext.
    static bool IsPlumbing(string module, string function) => IsRuntime(module) || IsRuntime(function)
        || (function.Contains('.', StringComparison.Ordinal) && function[0] != '.' && StateMachine().IsMatch(module));

    // "async Task<int> Store<T>.FindAsync(int id)+Inner(?)", "new Store(bool b)", "static Store()", "void S.A() x 3"
    static string? OfSignature(ReadOnlySpan<char> signature)
    {
        var name = new StringBuilder();
        while (!signature.IsEmpty)
        {
            var end = TopLevel(signature, '+');
            var part = end < 0 ? signature : signature[..end];
            signature = end < 0 ? [] : signature[(end + 1)..];
            if (name.Length == 0)
            {
                if (AppendMethod(name, part))
                    break;
            }
            else if (part.Contains("=>", StringComparison.Ordinal))
                name.Append('.').Append(Lambda);
            else if (!part.StartsWith("MoveNext("))
                name.Append('.').Append(Identifier(part));
        }
        var found = name.ToString();
        return IsRuntime(found) ? null : found;
    }

    static bool IsRuntime(string type) =>
        Array.Exists(RuntimeTypes, runtime => type.StartsWith(runtime, StringComparison.Ordinal));

    // True if the method's name is as the compiler has it, and complete: "<>c__DisplayClass2_0.<Place>g__Price|0(?)".
    static bool AppendMethod(StringBuilder name, ReadOnlySpan<char> method)
    {
        var parameters = LastGroup(method);
        if (parameters >= 0)
            method = method[..parameters];
        // What is before the name: modifiers and the type that is returned.
        var space = LastTopLevel(method, ' ');
        var before = space < 0 ? [] : method[..space];
        method = method[(space + 1)..];
        if (method.StartsWith("<>") && method.IndexOf(".<") is > 0 and var closure)
        {
            name.Append(Unknown).Append('.').Append(Readable(method[(closure + 1)..]));
            return true;
        }
        var path = WithoutGenerics(method);
        var dot = path.LastIndexOf('.');
        if (dot <= 0)
            name.Append(path).Append(before.EndsWith("static") ? "..cctor" : "..ctor");
        else
            name.Append(ShortType(path.AsSpan(0, dot))).Append('.').Append(Readable(path.AsSpan(dot + 1)));
        return false;
    }

    // A method of an interface, implemented explicitly: "Store.System.IDisposable.Dispose" is a method of the store.
    static ReadOnlySpan<char> ShortType(ReadOnlySpan<char> path)
    {
        var last = path[(path.LastIndexOfAny('.', '+') + 1)..];
        var isInterface = last is ['I', >= 'A' and <= 'Z', ..];
        var first = path.IndexOf('.');
        return isInterface && first > 0 ? path[..first] : last;
    }

    static string TypeOf(string module)
    {
        var type = module.AsSpan();
        // Generic arguments: Shop.Store`1[[System.Int32, …]].
        if (type.IndexOf('[') is > 0 and var bracket)
            type = type[..bracket];
        if (type.IndexOf("+<") is > 0 and var closure)
            type = type[..closure];
        type = type[(type.LastIndexOfAny('.', '+') + 1)..];
        return Identifier(type).ToString();
    }

    static string MethodOf(string module, string function)
    {
        // The state machine of an async method or an iterator, and its name is that of the method.
        if (function == "MoveNext" && module.LastIndexOf("+<", StringComparison.Ordinal) is > 0 and var machine)
            return Readable(module.AsSpan(machine + 1));
        if (function.EndsWith(" { <lambda> }", StringComparison.Ordinal))
            return $"{Readable(function.AsSpan(0, function.IndexOf(' ')))}.{Lambda}";
        if (function is ".ctor" or ".cctor" or [.., '>'] || function[0] == '<')
            return Readable(function);
        return Identifier(function.AsSpan(function.LastIndexOf('.') + 1)).ToString();
    }

    // "<Save>b__3_0", "<Save>g__Check|3_0", "<FindAsync>d__3", "<<Save>b__0>d", "<Main>$"
    static string Readable(ReadOnlySpan<char> compiled)
    {
        if (compiled is not ['<', ..])
            return Identifier(compiled).ToString();
        var end = Closing(compiled);
        if (end < 0)
            return compiled.ToString();
        // In the name of a state machine, dots are dashes: "<<-ctor>b__0>d", "<System-IDisposable-Dispose>d__2".
        var inside = compiled[1..end];
        var method = inside is ['-', ..] ? $".{inside[1..]}"
            : inside is ['<', ..] ? Readable(inside)
            : Readable(inside[(inside.LastIndexOf('-') + 1)..]);
        var rest = compiled[(end + 1)..];
        if (rest.StartsWith("b__"))
            return $"{method}.{Lambda}";
        if (!rest.StartsWith("g__"))
            return method;
        var bar = rest.IndexOf('|');
        return $"{method}.{rest[3..(bar < 0 ? rest.Length : bar)]}";
    }

    // Without parameters, generic arguments and their number: "Inner<T>(?)", "Store`1".
    static ReadOnlySpan<char> Identifier(ReadOnlySpan<char> name)
    {
        var end = name is ['.', ..] ? -1 : name.IndexOfAny("(<`[");
        return (end > 0 ? name[..end] : name).Trim();
    }

    static string WithoutGenerics(ReadOnlySpan<char> path)
    {
        var name = new StringBuilder(path.Length);
        var depth = 0;
        for (var index = 0; index < path.Length; index++)
        {
            // "Program.<Main>$" is a name and no list of arguments.
            if (path[index] == '<' && depth == 0 && (index == 0 || path[index - 1] == '.'))
            {
                var end = Closing(path[index..]);
                return end < 0 ? name.ToString() : name.Append(path.Slice(index, end + 1)).ToString();
            }
            depth += path[index] is '<' ? 1 : 0;
            if (depth == 0)
                name.Append(path[index]);
            depth -= path[index] is '>' && depth > 0 ? 1 : 0;
        }
        return name.ToString();
    }

    static int Closing(ReadOnlySpan<char> text)
    {
        var depth = 0;
        for (var index = 0; index < text.Length; index++)
        {
            depth += text[index] switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 0)
                return index;
        }
        return -1;
    }

    static int TopLevel(ReadOnlySpan<char> text, char wanted)
    {
        var depth = 0;
        for (var index = 0; index < text.Length; index++)
        {
            if (depth == 0 && text[index] == wanted)
                return index;
            depth += Step(text, index);
        }
        return -1;
    }

    static int LastTopLevel(ReadOnlySpan<char> text, char wanted)
    {
        var (depth, found) = (0, -1);
        for (var index = 0; index < text.Length; index++)
        {
            if (depth == 0 && text[index] == wanted)
                found = index;
            depth += Step(text, index);
        }
        return found;
    }

    // Where the parameters begin. The type that is returned may be a tuple, which has parentheses too.
    static int LastGroup(ReadOnlySpan<char> text) => LastTopLevel(text, '(');

    [GeneratedRegex(@"\+<.*>d(__\d+)?(`\d+)?$")]
    private static partial Regex StateMachine();

    // The arrow of a lambda closes nothing.
    static int Step(ReadOnlySpan<char> text, int index) => text[index] switch
    {
        '(' or '[' or '{' or '<' => 1,
        '>' when index > 0 && text[index - 1] == '=' => 0,
        ')' or ']' or '}' or '>' => -1,
        _ => 0
    };
}
