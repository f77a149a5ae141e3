@echo off
rem Starts the gateway: as 'java -jar gptload-gateway.jar', with sensible options and, on Java 19 or newer, an archive of
rem its classes that makes the next start quick. JAVA_HOME, JAVA_OPTS, GPTLOAD_JAR and GPTLOAD_CACHE as on other systems.
setlocal

set "JAR=%GPTLOAD_JAR%"
if not defined JAR set "JAR=%~dp0gptload-gateway.jar"
if not exist "%JAR%" (
    echo gptload-gateway: no jar at %JAR%; put it there, or set GPTLOAD_JAR 1>&2
    exit /b 1
)

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"

set "CACHE=%GPTLOAD_CACHE%"
if not defined CACHE set "CACHE=%LOCALAPPDATA%\gptload"
set "ARCHIVE="
if /i not "%CACHE%"=="off" (
    if not exist "%CACHE%" mkdir "%CACHE%" 2>nul
    if exist "%CACHE%" set "ARCHIVE=-XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%CACHE%\gateway.jsa""
)

"%JAVA%" -XX:+IgnoreUnrecognizedVMOptions %ARCHIVE% -XX:+UseParallelGC -XX:MaxRAMPercentage=70 ^
    -XX:InitialRAMPercentage=1 -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED %JAVA_OPTS% ^
    -jar "%JAR%" %*
exit /b %ERRORLEVEL%
